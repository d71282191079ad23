// GetTableStorageClass: the storage class of a table, fixed when it was made.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"
#include "services/s3tables/storage.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTableStorageClassInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTableStorageClass", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::GetTableStorageClassOutput> Handle(
    S3Tables& s3tables, const api::Call& call, const api_tables::GetTableStorageClassInput& input) {
  FIRN_TRY(const auto found, TableOf(s3tables, call, s3tables.store.Read(), input));
  return api_tables::GetTableStorageClassOutput{
      StorageFor(found.settings.storage, BucketSettings{})};
}

}  // namespace firn::services::s3tables
