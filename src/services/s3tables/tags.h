#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

inline constexpr size_t kTagsMax = 50;

using Tags = std::map<std::string, std::string>;

// The tags of the table bucket or table that an ARN names. NotFoundException when there is none.
Result<Tags> TagsOf(const S3Tables& s3tables, const api::Call& call, const state::Reader& reader,
                    const std::string& arn);
// Changes them in one transaction.
Result<void> ChangeTags(S3Tables& s3tables, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change);

}  // namespace firn::services::s3tables
