#pragma once

#include <string_view>

#include "base/result.h"

namespace firn::services::s3tables {

// Accepts a policy that may lie on the resource: well formed, about S3 Tables actions and this
// resource (for a bucket: or the tables in it) alone. BadRequestException otherwise;
// ForbiddenException when it would let everybody in, since S3 Tables always blocks public access.
Result<void> CheckResourcePolicy(std::string_view document, std::string_view resource_arn);

}  // namespace firn::services::s3tables
