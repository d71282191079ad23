// PutTableBucketMaintenanceConfiguration: sets how unreferenced files of the bucket's tables are
// removed. Differs from AWS: the configuration is kept and answered; no maintenance runs here.

#include "services/s3tables/maintenance.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableBucketMaintenanceConfigurationInput& input) {
  return {BucketNeed("s3tables:PutTableBucketMaintenanceConfiguration", input.table_bucket_arn)};
}

Result<api_tables::PutTableBucketMaintenanceConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::PutTableBucketMaintenanceConfigurationInput& input) {
  FIRN_OK(ChangeBucket(
      s3tables, call, input.table_bucket_arn, Reach::kAnyAccount,
      [&](FoundBucket& found) { return Configure(found.settings, input.type, input.value); }));
  return api_tables::PutTableBucketMaintenanceConfigurationOutput{};
}

}  // namespace firn::services::s3tables
