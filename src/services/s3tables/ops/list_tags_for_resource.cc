// ListTagsForResource: the tags of a table bucket or table.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/tags.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::ListTagsForResourceInput& input) {
  return {BucketNeed("s3tables:ListTagsForResource", input.resource_arn)};
}

Result<api_tables::ListTagsForResourceOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::ListTagsForResourceInput& input) {
  FIRN_TRY(const auto tags, TagsOf(s3tables, call, s3tables.store.Read(), input.resource_arn));
  api_tables::ListTagsForResourceOutput output;
  output.tags = tags;
  return output;
}

}  // namespace firn::services::s3tables
