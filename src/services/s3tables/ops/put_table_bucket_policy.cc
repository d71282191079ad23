// PutTableBucketPolicy: attaches a policy to a table bucket, in place of the one it has.

#include "services/s3tables/ops.h"
#include "services/s3tables/policy.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableBucketPolicyInput& input) {
  return {BucketNeed("s3tables:PutTableBucketPolicy", input.table_bucket_arn)};
}

Result<api_tables::PutTableBucketPolicyOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::PutTableBucketPolicyInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kOwnAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         FIRN_OK(CheckResourcePolicy(input.resource_policy, found.place.arn));
                         found.settings.policy = input.resource_policy;
                         return {};
                       }));
  return api_tables::PutTableBucketPolicyOutput{};
}

}  // namespace firn::services::s3tables
