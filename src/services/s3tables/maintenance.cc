#include "services/s3tables/maintenance.h"

#include "services/s3tables/limits.h"

namespace firn::services::s3tables {
namespace {

namespace api_tables = api::s3tables;

using BucketValue = api_tables::TableBucketMaintenanceConfigurationValue;
using TableValue = api_tables::TableMaintenanceConfigurationValue;
using BucketType = api_tables::TableBucketMaintenanceType;
using TableType = api_tables::TableMaintenanceType;
using Status = api_tables::MaintenanceStatus;
using Strategy = api_tables::IcebergCompactionStrategy;

constexpr int32_t kUnreferencedDays = 3;
constexpr int32_t kNonCurrentDays = 10;
constexpr int32_t kTargetFileMegabytes = 512;
constexpr int32_t kSnapshotsKept = 1;
constexpr int32_t kSnapshotAgeHours = 120;

template <class T, class V>
void Default(std::optional<T>& member, V value) {
  if (!member) member = T(value);
}

Unexpected NeedsStatus() {
  return api_tables::BadRequestException("The maintenance configuration must have a status.");
}

Unexpected WrongSettings(const std::string& type) {
  return api_tables::BadRequestException("The settings do not belong to the maintenance type " +
                                         type + ".");
}

}  // namespace

BucketMaintenance MaintenanceOf(const BucketSettings& settings) {
  BucketValue removal = settings.file_removal.value_or(BucketValue{});
  Default(removal.status, Status::kEnabled);
  if (!removal.settings) removal.settings.emplace();
  if (!removal.settings->iceberg_unreferenced_file_removal)
    removal.settings->iceberg_unreferenced_file_removal.emplace();
  Default(removal.settings->iceberg_unreferenced_file_removal->unreferenced_days,
          kUnreferencedDays);
  Default(removal.settings->iceberg_unreferenced_file_removal->non_current_days, kNonCurrentDays);
  return {{std::string(BucketType::kIcebergUnreferencedFileRemoval), std::move(removal)}};
}

TableMaintenance MaintenanceOf(const TableSettings& settings) {
  TableValue compaction = settings.compaction.value_or(TableValue{});
  Default(compaction.status, Status::kEnabled);
  if (!compaction.settings) compaction.settings.emplace();
  if (!compaction.settings->iceberg_compaction) compaction.settings->iceberg_compaction.emplace();
  Default(compaction.settings->iceberg_compaction->target_file_size_mb, kTargetFileMegabytes);
  Default(compaction.settings->iceberg_compaction->strategy, Strategy::kAuto);

  TableValue snapshots = settings.snapshots.value_or(TableValue{});
  Default(snapshots.status, Status::kEnabled);
  if (!snapshots.settings) snapshots.settings.emplace();
  if (!snapshots.settings->iceberg_snapshot_management)
    snapshots.settings->iceberg_snapshot_management.emplace();
  Default(snapshots.settings->iceberg_snapshot_management->min_snapshots_to_keep, kSnapshotsKept);
  Default(snapshots.settings->iceberg_snapshot_management->max_snapshot_age_hours,
          kSnapshotAgeHours);
  return {{std::string(TableType::kIcebergCompaction), std::move(compaction)},
          {std::string(TableType::kIcebergSnapshotManagement), std::move(snapshots)}};
}

Result<void> Configure(BucketSettings& settings, const std::string& type,
                       const BucketValue& value) {
  if (!value.status) return NeedsStatus();
  if (value.settings && !value.settings->iceberg_unreferenced_file_removal)
    return WrongSettings(type);
  settings.file_removal = value;
  return {};
}

Result<void> Configure(TableSettings& settings, const std::string& type, const TableValue& value) {
  if (!value.status) return NeedsStatus();
  const bool compacts = type == TableType::kIcebergCompaction;
  if (value.settings) {
    const auto& compaction = value.settings->iceberg_compaction;
    if (compacts != compaction.has_value() ||
        compacts == value.settings->iceberg_snapshot_management.has_value()) {
      return WrongSettings(type);
    }
    if (compaction && compaction->target_file_size_mb &&
        (*compaction->target_file_size_mb < kTargetFileMegabytesMin ||
         *compaction->target_file_size_mb > kTargetFileMegabytesMax)) {
      return api_tables::BadRequestException(
          "The target file size must be between 64 MB and 512 MB.");
    }
  }
  (compacts ? settings.compaction : settings.snapshots) = value;
  return {};
}

bool WantsSortOrder(const TableValue& value) {
  if (!value.settings || !value.settings->iceberg_compaction) return false;
  const auto strategy = value.settings->iceberg_compaction->strategy.value_or("");
  return strategy == Strategy::kSort || strategy == Strategy::kZOrder;
}

}  // namespace firn::services::s3tables
