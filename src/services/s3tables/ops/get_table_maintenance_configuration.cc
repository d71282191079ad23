// GetTableMaintenanceConfiguration: how a table is compacted and its snapshots are expired.

#include "services/s3tables/maintenance.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTableMaintenanceConfigurationInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTableMaintenanceConfiguration",
                    input.table_bucket_arn, input.namespace_, input.name)};
}

Result<api_tables::GetTableMaintenanceConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableMaintenanceConfigurationInput& input) {
  FIRN_TRY(const auto found, TableOf(s3tables, call, s3tables.store.Read(), input));
  return api_tables::GetTableMaintenanceConfigurationOutput{found.record.arn,
                                                            MaintenanceOf(found.settings)};
}

}  // namespace firn::services::s3tables
