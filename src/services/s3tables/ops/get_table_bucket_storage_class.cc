// GetTableBucketStorageClass: the storage class of the bucket's new tables.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"
#include "services/s3tables/storage.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketStorageClassInput& input) {
  return {BucketNeed("s3tables:GetTableBucketStorageClass", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketStorageClassOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableBucketStorageClassInput& input) {
  FIRN_TRY(const auto found,
           BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn));
  return api_tables::GetTableBucketStorageClassOutput{StorageFor(std::nullopt, found.settings)};
}

}  // namespace firn::services::s3tables
