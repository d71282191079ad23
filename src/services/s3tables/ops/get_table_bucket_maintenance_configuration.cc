// GetTableBucketMaintenanceConfiguration: how unreferenced files of the bucket's tables are
// removed.

#include "services/s3tables/maintenance.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketMaintenanceConfigurationInput& input) {
  return {BucketNeed("s3tables:GetTableBucketMaintenanceConfiguration", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketMaintenanceConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableBucketMaintenanceConfigurationInput& input) {
  FIRN_TRY(const auto found,
           BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn));
  return api_tables::GetTableBucketMaintenanceConfigurationOutput{found.place.arn,
                                                                  MaintenanceOf(found.settings)};
}

}  // namespace firn::services::s3tables
