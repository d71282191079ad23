// DeleteTableBucketPolicy: removes the policy of a table bucket.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteTableBucketPolicyInput& input) {
  return {BucketNeed("s3tables:DeleteTableBucketPolicy", input.table_bucket_arn)};
}

Result<api_tables::DeleteTableBucketPolicyOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::DeleteTableBucketPolicyInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kOwnAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         if (!found.settings.policy) {
                           return api_tables::NotFoundException(
                               "The specified table bucket does not have a resource policy.");
                         }
                         found.settings.policy.reset();
                         return {};
                       }));
  return api_tables::DeleteTableBucketPolicyOutput{};
}

}  // namespace firn::services::s3tables
