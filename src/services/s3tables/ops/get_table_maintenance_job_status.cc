// GetTableMaintenanceJobStatus: when each kind of maintenance last ran on a table.
// Differs from AWS: no maintenance runs here, so whatever is enabled has not run yet.

#include "services/s3tables/maintenance.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTableMaintenanceJobStatusInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTableMaintenanceJobStatus", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::GetTableMaintenanceJobStatusOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableMaintenanceJobStatusInput& input) {
  const state::Snapshot snapshot = s3tables.store.Read();
  FIRN_TRY(const auto found, TableOf(s3tables, call, snapshot, input));
  FIRN_TRY(const auto bucket, BucketOf(s3tables, call, snapshot, input.table_bucket_arn));
  api_tables::GetTableMaintenanceJobStatusOutput output;
  output.table_arn = found.record.arn;
  const auto add = [&](const auto& configuration) {
    for (const auto& [type, value] : configuration) {
      const bool enabled = value.status == api_tables::MaintenanceStatus::kEnabled;
      output.status[type].status =
          enabled ? api_tables::JobStatus::kNotYetRun : api_tables::JobStatus::kDisabled;
    }
  };
  add(MaintenanceOf(found.settings));
  add(MaintenanceOf(bucket.settings));
  return output;
}

}  // namespace firn::services::s3tables
