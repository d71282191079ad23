#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "format/json.h"
#include "iceberg/partition.h"
#include "iceberg/schema.h"

namespace firn::iceberg {

inline constexpr std::string_view kMainBranch = "main";

using Properties = std::map<std::string, std::string>;

// The state of a table at one time. Immutable once committed.
struct Snapshot {
  int64_t snapshot_id = 0;
  std::optional<int64_t> parent_snapshot_id;
  int64_t sequence_number = 0;  // 0 in version 1
  int64_t timestamp_ms = 0;     // since 1970
  std::string manifest_list;    // location; empty for a version 1 snapshot that names its manifests
  std::vector<std::string> manifests;
  Properties summary;  // with "operation"; may be empty in version 1
  std::optional<int32_t> schema_id;
  std::optional<int64_t> first_row_id;  // version 3
  std::optional<int64_t> added_rows;    // version 3
  std::optional<std::string> key_id;    // version 3

  // A summary entry, or empty.
  std::string_view Summary(std::string_view key) const;
  bool operator==(const Snapshot& other) const = default;
};

// A branch or tag.
struct SnapshotRef {
  enum class Type { kBranch, kTag };
  int64_t snapshot_id = 0;
  Type type = Type::kBranch;
  std::optional<int64_t> max_ref_age_ms;
  std::optional<int32_t> min_snapshots_to_keep;  // branches only
  std::optional<int64_t> max_snapshot_age_ms;    // branches only
  bool operator==(const SnapshotRef& other) const = default;
};

struct SnapshotLogEntry {
  int64_t timestamp_ms = 0;
  int64_t snapshot_id = 0;
  bool operator==(const SnapshotLogEntry& other) const = default;
};

struct MetadataLogEntry {
  int64_t timestamp_ms = 0;
  std::string metadata_file;
  bool operator==(const MetadataLogEntry& other) const = default;
};

// A statistics file of one snapshot, kept as it was given.
struct StatisticsFile {
  int64_t snapshot_id = 0;
  format::Json json;
  bool operator==(const StatisticsFile& other) const = default;
};

// One metadata file of a table. A value; changes are made by Apply (iceberg/update.h).
struct TableMetadata {
  int format_version = 2;
  std::string table_uuid;  // may be empty in version 1
  std::string location;
  int64_t last_sequence_number = 0;
  int64_t last_updated_ms = 0;
  int32_t last_column_id = 0;
  int32_t current_schema_id = 0;
  std::vector<Schema> schemas;
  int32_t default_spec_id = 0;
  std::vector<PartitionSpec> partition_specs;
  int32_t last_partition_id = 999;
  int32_t default_sort_order_id = 0;
  std::vector<SortOrder> sort_orders;
  Properties properties;
  std::optional<int64_t> current_snapshot_id;
  std::vector<Snapshot> snapshots;
  std::map<std::string, SnapshotRef> refs;
  std::vector<SnapshotLogEntry> snapshot_log;
  std::vector<MetadataLogEntry> metadata_log;
  std::vector<StatisticsFile> statistics;
  std::vector<StatisticsFile> partition_statistics;
  std::optional<int64_t> next_row_id;  // version 3
  format::Json extras;                 // members not known here, written back as they were

  // By id; null when there is none.
  const Schema* FindSchema(int32_t id) const;
  const PartitionSpec* FindSpec(int32_t id) const;
  const SortOrder* FindSortOrder(int32_t id) const;
  const Snapshot* FindSnapshot(int64_t id) const;
  const SnapshotRef* FindRef(std::string_view name) const;
  const Snapshot* CurrentSnapshot() const;

  // The ones that parsing and Apply guarantee to exist.
  const Schema& CurrentSchema() const;
  const PartitionSpec& DefaultSpec() const;
  const SortOrder& DefaultSortOrder() const;
  // The schema that a snapshot was written with; the current one when it does not say or the schema
  // is gone.
  const Schema& SchemaOf(const Snapshot& snapshot) const;

  // A table property, or the fallback.
  std::string_view Property(std::string_view key, std::string_view fallback) const;
  // "<location>/metadata" or write.metadata.path, and "<location>/data" or write.data.path; no
  // slash at the end.
  std::string MetadataFolder() const;
  std::string DataFolder() const;

  bool operator==(const TableMetadata& other) const = default;
};

// The newest snapshot whose summary has this entry, looking back from the current one through its
// parents; null when there is none. A writer that died finds its own commit by its tag this way.
const Snapshot* FindSnapshotBySummary(const TableMetadata& metadata, std::string_view key,
                                      std::string_view value);

// Metadata files of versions 1, 2 and 3. kInvalid names the member at fault; a newer version is
// kUnsupported.
Result<TableMetadata> ParseTableMetadata(const format::Json& node);
Result<TableMetadata> ParseTableMetadataText(std::string_view text);
format::Json TableMetadataJson(const TableMetadata& metadata);

Result<Snapshot> ParseSnapshot(const format::Json& node);
format::Json SnapshotJson(const Snapshot& snapshot, int format_version);
Result<SnapshotRef> ParseSnapshotRef(const format::Json& node);
format::Json SnapshotRefJson(const SnapshotRef& ref);
// Checks the required members of a (partition) statistics file.
Result<StatisticsFile> ParseStatistics(const format::Json& node);
Result<StatisticsFile> ParsePartitionStatistics(const format::Json& node);

struct NewTable {
  Schema schema;  // ids are assigned anew; spec and order are followed to the new ones
  PartitionSpec spec;
  SortOrder order;
  std::string location;   // a slash at the end is dropped
  Properties properties;  // "format-version" chooses the version; reserved names are not stored
  std::string uuid;
  Time now;
};

// The first metadata of a table, without snapshots.
Result<TableMetadata> NewTableMetadata(const NewTable& table);

// "00001-<uuid>.metadata.json"; further digits as needed.
std::string MetadataFileName(int64_t version, std::string_view uuid);
// The number at the start of a metadata location's file name, or nothing when it has another form.
std::optional<int64_t> MetadataVersion(std::string_view location);

}  // namespace firn::iceberg
