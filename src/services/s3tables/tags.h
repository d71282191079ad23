#pragma once

#include <functional>
#include <map>
#include <string>

#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

using Tags = std::map<std::string, std::string>;

// Tags to be set: no key reserved by AWS, no character outside the tagging rules, at most 50 on a
// resource. BadRequestException.
Result<void> CheckTags(const Tags& tags);

// The condition keys of a request that sets tags (aws:RequestTag/..., aws:TagKeys) or removes some
// by their keys.
void AddRequestTags(authz::Need& need, const Tags& tags);
void AddRequestTagKeys(authz::Need& need, const std::vector<std::string>& keys);

// Creating with tags needs s3tables:TagResource on `resource` too.
void AddTagNeed(authz::Needs& needs, const std::string& resource, const std::optional<Tags>& tags);

// The tags of the table bucket or table that an ARN names. NotFoundException when there is none.
Result<Tags> TagsOf(const S3Tables& s3tables, const api::Call& call, const state::Reader& reader,
                    const std::string& arn);
// Changes them in one transaction.
Result<void> ChangeTags(S3Tables& s3tables, const api::Call& call, const std::string& arn,
                        const std::function<Result<void>(Tags&)>& change);

}  // namespace firn::services::s3tables
