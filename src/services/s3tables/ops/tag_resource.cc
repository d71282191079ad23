// TagResource: adds tags to a table bucket or table.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/tags.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::TagResourceInput& input) {
  authz::Needs needs{BucketNeed("s3tables:TagResource", input.resource_arn)};
  AddRequestTags(needs[0], input.tags);
  return needs;
}

Result<api_tables::TagResourceOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                             const api_tables::TagResourceInput& input) {
  FIRN_OK(CheckTags(input.tags));
  FIRN_OK(ChangeTags(s3tables, call, input.resource_arn, [&](Tags& tags) -> Result<void> {
    for (const auto& [key, value] : input.tags) tags[key] = value;
    return CheckTags(tags);
  }));
  return api_tables::TagResourceOutput{};
}

}  // namespace firn::services::s3tables
