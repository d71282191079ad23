// PutTableBucketEncryption: sets what new tables of the bucket are encrypted with, unless they say
// otherwise. Differs from AWS: the choice is kept and answered, but objects lie on disk as they
// are.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"
#include "services/s3tables/storage.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableBucketEncryptionInput& input) {
  authz::Needs needs{BucketNeed("s3tables:PutTableBucketEncryption", input.table_bucket_arn)};
  const auto& encryption = input.encryption_configuration;
  needs[0].context["s3tables:SSEAlgorithm"] = {encryption.sse_algorithm};
  if (encryption.kms_key_arn) {
    needs[0].context["s3tables:KMSKeyArn"] = {*encryption.kms_key_arn};
    needs.push_back({"kms:DescribeKey", *encryption.kms_key_arn, {}, {}});
  }
  return needs;
}

Result<api_tables::PutTableBucketEncryptionOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::PutTableBucketEncryptionInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kOwnAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         FIRN_OK(
                             CheckEncryption(input.encryption_configuration, found.place.region));
                         found.settings.encryption = input.encryption_configuration;
                         return {};
                       }));
  return api_tables::PutTableBucketEncryptionOutput{};
}

}  // namespace firn::services::s3tables
