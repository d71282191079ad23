#pragma once

#include <map>
#include <string>
#include <string_view>

#include "services/s3/s3.h"

namespace firn::services::s3 {

using Tags = std::map<std::string, std::string>;

// "a=1&b=2" of x-amz-tagging, checked as an object's tags.
Result<Tags> ParseTagging(std::string_view text);

// Tags as a document brings them, within the limits of an object (10) or a bucket (50): InvalidTag
// or BadRequest.
enum class Tagged { kObject, kBucket };
Result<Tags> CheckedTags(const std::vector<api::s3::Tag>& tags, Tagged of);
std::vector<api::s3::Tag> ToldTags(const Tags& tags);

}  // namespace firn::services::s3
