// TagResource: adds tags to a table bucket or table.

#include "services/s3tables/tags.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&, const api_tables::TagResourceInput& input) {
  return {BucketNeed("s3tables:TagResource", input.resource_arn)};
}

Result<api_tables::TagResourceOutput> Handle(S3Tables& s3tables, const api::Call& call,
    const api_tables::TagResourceInput& input) {
  FIRN_OK(ChangeTags(s3tables, call, input.resource_arn, [&](std::map<std::string, std::string>& tags) -> Result<void> {
    for (const auto& [key, value] : input.tags) tags[key] = value;
    if (tags.size() > kTagsMax) return api_tables::BadRequestException("A resource can have no more than 50 tags.");
    return {};
  }));
  return api_tables::TagResourceOutput{};
}

}  // namespace firn::services::s3tables
