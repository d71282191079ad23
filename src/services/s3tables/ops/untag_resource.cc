// UntagResource: removes tags from a table bucket or table.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/tags.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::UntagResourceInput& input) {
  authz::Needs needs{BucketNeed("s3tables:UntagResource", input.resource_arn)};
  AddRequestTagKeys(needs[0], input.tag_keys);
  return needs;
}

Result<api_tables::UntagResourceOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                               const api_tables::UntagResourceInput& input) {
  FIRN_OK(ChangeTags(s3tables, call, input.resource_arn, [&](Tags& tags) -> Result<void> {
    for (const std::string& key : input.tag_keys) tags.erase(key);
    return {};
  }));
  return api_tables::UntagResourceOutput{};
}

}  // namespace firn::services::s3tables
