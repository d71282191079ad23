// DeleteTableBucketEncryption: new tables of the bucket are encrypted by S3 again.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteTableBucketEncryptionInput& input) {
  return {BucketNeed("s3tables:DeleteTableBucketEncryption", input.table_bucket_arn)};
}

Result<api_tables::DeleteTableBucketEncryptionOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::DeleteTableBucketEncryptionInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kOwnAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         found.settings.encryption.reset();
                         return {};
                       }));
  return api_tables::DeleteTableBucketEncryptionOutput{};
}

}  // namespace firn::services::s3tables
