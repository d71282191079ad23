// PutTableMaintenanceConfiguration: sets how a table is compacted or its snapshots are expired.
// Differs from AWS: the configuration is kept and answered; no maintenance runs here.

#include "services/s3tables/maintenance.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

namespace {

// Files can be put in order only when the table says which.
Result<void> CheckSorted(S3Tables& s3tables, const api::Call& call,
                         const api_tables::PutTableMaintenanceConfigurationInput& input) {
  constexpr const char* kMessage =
      "The sort and z-order compaction strategies need a table with a sort order.";
  FIRN_TRY(const auto found, TableOf(s3tables, call, s3tables.store.Read(), input));
  if (found.record.metadata_location.empty()) return api_tables::BadRequestException(kMessage);
  FIRN_TRY(const auto file, s3tables.LoadMetadata(found.record));
  if (file->metadata.DefaultSortOrder().fields.empty())
    return api_tables::BadRequestException(kMessage);
  return {};
}

}  // namespace

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::PutTableMaintenanceConfigurationInput& input) {
  authz::Needs needs{TableNeed(s3tables, call, "s3tables:PutTableMaintenanceConfiguration",
                               input.table_bucket_arn, input.namespace_, input.name)};
  if (WantsSortOrder(input.value)) {
    needs.push_back(TableNeed(s3tables, call, "s3tables:GetTableData", input.table_bucket_arn,
                              input.namespace_, input.name));
  }
  return needs;
}

Result<api_tables::PutTableMaintenanceConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::PutTableMaintenanceConfigurationInput& input) {
  if (WantsSortOrder(input.value)) FIRN_OK(CheckSorted(s3tables, call, input));
  FIRN_OK(ChangeTable(s3tables, call, input, Reach::kAnyAccount, [&](FoundTable& found) {
    return Configure(found.settings, input.type, input.value);
  }));
  return api_tables::PutTableMaintenanceConfigurationOutput{};
}

}  // namespace firn::services::s3tables
