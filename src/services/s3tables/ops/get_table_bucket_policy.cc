// GetTableBucketPolicy: the policy of a table bucket; 404 when it has none.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketPolicyInput& input) {
  return {BucketNeed("s3tables:GetTableBucketPolicy", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketPolicyOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::GetTableBucketPolicyInput& input) {
  FIRN_TRY(const auto found, BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn,
                                      Reach::kOwnAccount));
  if (!found.settings.policy) {
    return api_tables::NotFoundException(
        "The specified table bucket does not have a resource policy.");
  }
  return api_tables::GetTableBucketPolicyOutput{*found.settings.policy};
}

}  // namespace firn::services::s3tables
