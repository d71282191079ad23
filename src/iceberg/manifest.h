#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/avro.h"
#include "iceberg/literal.h"
#include "iceberg/partition.h"
#include "iceberg/schema.h"

namespace firn::iceberg {

enum class FileContent { kData = 0, kPositionDeletes = 1, kEqualityDeletes = 2 };
enum class ManifestContent { kData = 0, kDeletes = 1 };
enum class EntryStatus { kExisting = 0, kAdded = 1, kDeleted = 2 };

// A data or delete file with the metrics its writer knew. Maps are by column id and empty when
// nothing is known.
struct DataFile {
  FileContent content = FileContent::kData;
  std::string file_path;
  std::string file_format = "PARQUET";
  int32_t spec_id = 0;           // of the manifest; not stored with the file
  std::vector<Value> partition;  // in the order of the spec's fields
  int64_t record_count = 0;
  int64_t file_size_in_bytes = 0;
  std::map<int32_t, int64_t> column_sizes;  // bytes on disk
  std::map<int32_t, int64_t> value_counts;  // nulls and NaN included
  std::map<int32_t, int64_t> null_value_counts;
  std::map<int32_t, int64_t> nan_value_counts;
  std::map<int32_t, std::string> lower_bounds;  // ToBinary of the column's type (iceberg/literal.h)
  std::map<int32_t, std::string> upper_bounds;
  std::optional<std::string> key_metadata;
  std::vector<int64_t> split_offsets;
  std::vector<int32_t> equality_ids;  // of an equality delete file
  std::optional<int32_t> sort_order_id;
  std::optional<std::string> referenced_data_file;  // of a position delete file
  std::optional<int64_t> first_row_id;              // version 3
  std::optional<int64_t> content_offset;            // version 3, of a deletion vector
  std::optional<int64_t> content_size_in_bytes;     // version 3, of a deletion vector
  bool operator==(const DataFile& other) const = default;
};

// What a manifest says about one file. Missing numbers are inherited from the manifest list.
struct ManifestEntry {
  EntryStatus status = EntryStatus::kAdded;
  std::optional<int64_t> snapshot_id;
  std::optional<int64_t> sequence_number;
  std::optional<int64_t> file_sequence_number;
  DataFile file;
  bool operator==(const ManifestEntry& other) const = default;
};

// The range of one partition field over the files of a manifest.
struct PartitionSummary {
  bool contains_null = false;
  std::optional<bool> contains_nan;
  std::optional<std::string> lower_bound;  // ToBinary of the partition type; none when all are null
  std::optional<std::string> upper_bound;
  bool operator==(const PartitionSummary& other) const = default;
};

// One manifest as its manifest list describes it. Counts may be missing in version 1 only.
struct ManifestFile {
  std::string manifest_path;
  int64_t manifest_length = 0;
  int32_t partition_spec_id = 0;
  ManifestContent content = ManifestContent::kData;
  int64_t sequence_number = 0;
  int64_t min_sequence_number = 0;
  int64_t added_snapshot_id = 0;
  std::optional<int32_t> added_files_count;
  std::optional<int32_t> existing_files_count;
  std::optional<int32_t> deleted_files_count;
  std::optional<int64_t> added_rows_count;
  std::optional<int64_t> existing_rows_count;
  std::optional<int64_t> deleted_rows_count;
  std::vector<PartitionSummary> partitions;
  std::optional<std::string> key_metadata;
  std::optional<int64_t> first_row_id;  // version 3

  // False when it is known that no live file is in it.
  bool may_have_live_files() const;
  bool operator==(const ManifestFile& other) const = default;
};

struct Manifest {
  int format_version = 1;
  ManifestContent content = ManifestContent::kData;
  int32_t spec_id = 0;
  std::vector<ManifestEntry> entries;
};

struct ManifestWriteOptions {
  const Schema& schema;
  const PartitionSpec& spec;
  ManifestContent content;
  std::string sync;  // format::kAvroSyncBytes bytes
  format::AvroCodec codec = format::AvroCodec::kDeflate;
};

// A manifest of version 2. kInvalid when an entry's partition does not fit the spec or its content
// the manifest.
Result<std::string> WriteManifest(const ManifestWriteOptions& options,
                                  const std::vector<ManifestEntry>& entries);

// A manifest of version 1, 2 or 3. `listed` is its entry in the manifest list: entries inherit
// snapshot id and sequence numbers from it. kCorrupt when the bytes are no manifest, kUnsupported
// for an unknown codec.
Result<Manifest> ReadManifest(std::string_view bytes, const ManifestFile& listed);

// Counts, the lowest sequence number and partition summaries of entries; path, length and ids are
// the caller's. An entry without sequence number counts as `sequence_number`.
Result<ManifestFile> DescribeManifest(const Schema& schema, const PartitionSpec& spec,
                                      const std::vector<ManifestEntry>& entries,
                                      int64_t sequence_number);

struct ManifestListWriteOptions {
  int64_t snapshot_id = 0;
  std::optional<int64_t> parent_snapshot_id;
  int64_t sequence_number = 0;
  std::string sync;
  format::AvroCodec codec = format::AvroCodec::kDeflate;
};

// A manifest list of version 2. kInvalid when a manifest lacks a count.
Result<std::string> WriteManifestList(const ManifestListWriteOptions& options,
                                      const std::vector<ManifestFile>& manifests);
Result<std::vector<ManifestFile>> ReadManifestList(std::string_view bytes);

}  // namespace firn::iceberg
