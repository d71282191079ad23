// PutTableBucketStorageClass: sets the storage class of the bucket's new tables.
// Differs from AWS: the choice is kept and answered; all objects lie on the same disk.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableBucketStorageClassInput& input) {
  return {BucketNeed("s3tables:PutTableBucketStorageClass", input.table_bucket_arn)};
}

Result<api_tables::PutTableBucketStorageClassOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::PutTableBucketStorageClassInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kAnyAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         found.settings.storage = input.storage_class_configuration;
                         return {};
                       }));
  return api_tables::PutTableBucketStorageClassOutput{};
}

}  // namespace firn::services::s3tables
