#include "iceberg/manifest.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "iceberg/avro_fields.h"
#include "iceberg/avro_records.h"
#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

using format::AvroReader;

// The union-typed record of the partition, named r102 by its id.
Result<Json> PartitionSchema(const PartitionSpec& spec, const std::vector<Type>& types) {
  Json::Array fields;
  for (size_t i = 0; i < types.size(); ++i) {
    const PartitionField& field = spec.fields[i];
    FIRN_TRY(auto type,
             PrimitiveSchema(types[i], i == 0 ? "" : "_" + std::to_string(field.field_id)));
    std::string name = AvroName(field.name);
    Json out = OptionalField(name, std::move(type), field.field_id);
    if (name != field.name) out.Set("iceberg-field-name", field.name);
    fields.push_back(std::move(out));
  }
  return RecordSchema("r102", std::move(fields));
}

Json EntrySchema(Json partition) {
  Json data_file = RecordSchema(
      "r2",
      {RequiredField("content", "int", 134), RequiredField("file_path", "string", 100),
       RequiredField("file_format", "string", 101),
       RequiredField("partition", std::move(partition), 102),
       RequiredField("record_count", "long", 103), RequiredField("file_size_in_bytes", "long", 104),
       OptionalField("column_sizes", IntMapSchema("long", 117, 118), 108),
       OptionalField("value_counts", IntMapSchema("long", 119, 120), 109),
       OptionalField("null_value_counts", IntMapSchema("long", 121, 122), 110),
       OptionalField("nan_value_counts", IntMapSchema("long", 138, 139), 137),
       OptionalField("lower_bounds", IntMapSchema("bytes", 126, 127), 125),
       OptionalField("upper_bounds", IntMapSchema("bytes", 129, 130), 128),
       OptionalField("key_metadata", "bytes", 131),
       OptionalField("split_offsets", ListSchema("long", 133), 132),
       OptionalField("equality_ids", ListSchema("int", 136), 135),
       OptionalField("sort_order_id", "int", 140),
       OptionalField("referenced_data_file", "string", 143)});
  return RecordSchema("manifest_entry",
                      {RequiredField("status", "int", 0), OptionalField("snapshot_id", "long", 1),
                       OptionalField("sequence_number", "long", 3),
                       OptionalField("file_sequence_number", "long", 4),
                       RequiredField("data_file", std::move(data_file), 2)});
}

template <class T>
AvroValue MapOrNull(const std::map<int32_t, T>& map) {
  if (map.empty()) return AvroValue::Null();
  AvroValue::List pairs;
  pairs.reserve(map.size());
  for (const auto& [key, value] : map) {
    AvroValue item;
    if constexpr (std::is_same_v<T, std::string>) {
      item = AvroValue::Bytes(value);
    } else {
      item = AvroValue::Long(value);
    }
    pairs.push_back(AvroValue::Of(AvroValue::List{AvroValue::Long(key), std::move(item)}));
  }
  return AvroValue::Of(std::move(pairs));
}

template <class T>
AvroValue ListOrNull(const std::vector<T>& list) {
  if (list.empty()) return AvroValue::Null();
  AvroValue::List items;
  for (T item : list) items.push_back(AvroValue::Long(item));
  return AvroValue::Of(std::move(items));
}

Result<AvroValue> EntryToAvro(const ManifestEntry& entry, const std::vector<Type>& types) {
  const DataFile& file = entry.file;
  if (file.partition.size() != types.size()) {
    return Fail(Kind::kInvalid,
                "Partition of a data file does not have one value per field of its spec");
  }
  AvroValue::List partition;
  for (size_t i = 0; i < types.size(); ++i) {
    FIRN_TRY(auto value, ToAvro(types[i], file.partition[i]));
    partition.push_back(std::move(value));
  }
  AvroValue::List data{AvroValue::Long(static_cast<int64_t>(file.content)),
                       AvroValue::Bytes(file.file_path),
                       AvroValue::Bytes(file.file_format),
                       AvroValue::Of(std::move(partition)),
                       AvroValue::Long(file.record_count),
                       AvroValue::Long(file.file_size_in_bytes),
                       MapOrNull(file.column_sizes),
                       MapOrNull(file.value_counts),
                       MapOrNull(file.null_value_counts),
                       MapOrNull(file.nan_value_counts),
                       MapOrNull(file.lower_bounds),
                       MapOrNull(file.upper_bounds),
                       OrNull(file.key_metadata),
                       ListOrNull(file.split_offsets),
                       ListOrNull(file.equality_ids),
                       OrNull(file.sort_order_id),
                       OrNull(file.referenced_data_file)};
  return AvroValue::Of(AvroValue::List{AvroValue::Long(static_cast<int64_t>(entry.status)),
                                       OrNull(entry.snapshot_id), OrNull(entry.sequence_number),
                                       OrNull(entry.file_sequence_number),
                                       AvroValue::Of(std::move(data))});
}

// Reads entries of one manifest; the indexes are made once.
class EntryReader {
 public:
  explicit EntryReader(const AvroSchema& schema) : entry_(schema) {
    if (auto at = entry_.Find(2, "data_file")) {
      const AvroSchema& file = NonNull(*schema.fields[*at].type);
      file_ = FieldIndex(file);
      if (auto inner = file_.Find(102, "partition"))
        partition_ = &NonNull(*file.fields[*inner].type);
    }
  }

  Result<ManifestEntry> Read(const AvroValue& record) const {
    RecordView view(entry_, record);
    ManifestEntry entry;
    FIRN_TRY(int64_t status, view.Long(0, "status"));
    if (status < 0 || status > 2)
      return Fail(Kind::kCorrupt, "Manifest is malformed: status is unknown");
    entry.status = static_cast<EntryStatus>(status);
    FIRN_TRY(entry.snapshot_id, view.OptionalLong(1, "snapshot_id"));
    FIRN_TRY(entry.sequence_number, view.OptionalLong(3, "sequence_number"));
    FIRN_TRY(entry.file_sequence_number, view.OptionalLong(4, "file_sequence_number"));
    const AvroValue* file = view.Find(2, "data_file");
    if (!file) return Fail(Kind::kCorrupt, "Manifest is malformed: data_file is missing");
    RecordView data(file_, *file);
    FIRN_OK(ReadFile(data, entry.file));
    FIRN_OK(ReadMetrics(data, entry.file));
    FIRN_OK(ReadPartition(data, entry.file));
    return entry;
  }

 private:
  static Result<void> ReadFile(const RecordView& data, DataFile& file) {
    FIRN_TRY(auto content, data.OptionalLong(134, "content"));
    if (content.value_or(0) < 0 || content.value_or(0) > 2) {
      return Fail(Kind::kCorrupt, "Manifest is malformed: content is unknown");
    }
    file.content = static_cast<FileContent>(content.value_or(0));
    FIRN_TRY(file.file_path, data.Bytes(100, "file_path"));
    FIRN_TRY(file.file_format, data.Bytes(101, "file_format"));
    FIRN_TRY(file.record_count, data.Long(103, "record_count"));
    FIRN_TRY(file.file_size_in_bytes, data.Long(104, "file_size_in_bytes"));
    FIRN_TRY(file.key_metadata, data.OptionalBytes(131, "key_metadata"));
    FIRN_TRY(file.split_offsets, data.LongList(132, "split_offsets"));
    FIRN_TRY(auto ids, data.LongList(135, "equality_ids"));
    file.equality_ids.assign(ids.begin(), ids.end());
    FIRN_TRY(file.sort_order_id, data.OptionalInt(140, "sort_order_id"));
    FIRN_TRY(file.referenced_data_file, data.OptionalBytes(143, "referenced_data_file"));
    FIRN_TRY(file.first_row_id, data.OptionalLong(142, "first_row_id"));
    FIRN_TRY(file.content_offset, data.OptionalLong(144, "content_offset"));
    FIRN_TRY(file.content_size_in_bytes, data.OptionalLong(145, "content_size_in_bytes"));
    return {};
  }

  static Result<void> ReadMetrics(const RecordView& data, DataFile& file) {
    FIRN_TRY(file.column_sizes, data.LongMap(108, "column_sizes"));
    FIRN_TRY(file.value_counts, data.LongMap(109, "value_counts"));
    FIRN_TRY(file.null_value_counts, data.LongMap(110, "null_value_counts"));
    FIRN_TRY(file.nan_value_counts, data.LongMap(137, "nan_value_counts"));
    FIRN_TRY(file.lower_bounds, data.BytesMap(125, "lower_bounds"));
    FIRN_TRY(file.upper_bounds, data.BytesMap(128, "upper_bounds"));
    return {};
  }

  Result<void> ReadPartition(const RecordView& data, DataFile& file) const {
    const AvroValue* tuple = data.Find(102, "partition");
    if (!tuple) return {};
    if (!partition_ || !tuple->list() || partition_->fields.size() != tuple->list()->size()) {
      return Fail(Kind::kCorrupt, "Manifest is malformed: partition is not a record");
    }
    for (size_t i = 0; i < partition_->fields.size(); ++i) {
      FIRN_TRY(auto value, FromAvro(*partition_->fields[i].type, (*tuple->list())[i]));
      file.partition.push_back(std::move(value));
    }
    return {};
  }

  FieldIndex entry_;
  FieldIndex file_;
  const AvroSchema* partition_ = nullptr;
};

// A number in the file's key/values, or the fallback.
int64_t HeaderNumber(const AvroReader& reader, const std::string& key, int64_t fallback) {
  auto found = reader.metadata().find(key);
  if (found == reader.metadata().end()) return fallback;
  int64_t number = 0;
  const std::string& text = found->second;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : fallback;
}

void Inherit(ManifestEntry& entry, const Manifest& manifest, const ManifestFile& listed) {
  entry.file.spec_id = manifest.spec_id;
  if (!entry.snapshot_id) entry.snapshot_id = listed.added_snapshot_id;
  if (manifest.format_version == 1) {
    entry.sequence_number = entry.sequence_number.value_or(0);
    entry.file_sequence_number = entry.file_sequence_number.value_or(0);
    return;
  }
  // Only files the manifest added came with its sequence number; others carry their own.
  if (entry.status == EntryStatus::kAdded || listed.sequence_number == 0) {
    if (!entry.sequence_number) entry.sequence_number = listed.sequence_number;
    if (!entry.file_sequence_number) entry.file_sequence_number = listed.sequence_number;
  }
}

bool IsNan(const Value& value) { return value.real() && std::isnan(*value.real()); }

Result<PartitionSummary> Summarize(const Type& type, const std::vector<ManifestEntry>& entries,
                                   size_t at) {
  PartitionSummary summary;
  summary.contains_nan = false;
  const Value* lower = nullptr;
  const Value* upper = nullptr;
  for (const ManifestEntry& entry : entries) {
    const Value& value = entry.file.partition[at];
    if (value.is_null()) {
      summary.contains_null = true;
    } else if (IsNan(value)) {
      summary.contains_nan = true;
    } else {
      if (!lower || Compare(value, *lower) < 0) lower = &value;
      if (!upper || Compare(value, *upper) > 0) upper = &value;
    }
  }
  if (lower) {
    FIRN_TRY(summary.lower_bound, ToBinary(type, *lower));
    FIRN_TRY(summary.upper_bound, ToBinary(type, *upper));
  }
  return summary;
}

}  // namespace

bool ManifestFile::may_have_live_files() const {
  return added_files_count.value_or(1) != 0 || existing_files_count.value_or(1) != 0;
}

Result<std::string> WriteManifest(const ManifestWriteOptions& options,
                                  const std::vector<ManifestEntry>& entries) {
  std::vector<Type> types = PartitionTypes(options.spec, options.schema);
  FIRN_TRY(auto partition, PartitionSchema(options.spec, types));
  bool data = options.content == ManifestContent::kData;
  format::AvroWriterOptions file;
  file.schema = EntrySchema(std::move(partition));
  file.metadata = {{"schema", SchemaJson(options.schema).Text()},
                   {"schema-id", std::to_string(options.schema.schema_id)},
                   {"partition-spec", PartitionFieldsJson(options.spec.fields).Text()},
                   {"partition-spec-id", std::to_string(options.spec.spec_id)},
                   {"format-version", "2"},
                   {"content", data ? "data" : "deletes"}};
  file.codec = options.codec;
  file.sync = options.sync;
  return WriteAvroRecords(
      std::move(file), entries, [&](const ManifestEntry& entry) -> Result<AvroValue> {
        if ((entry.file.content == FileContent::kData) != data) {
          return Fail(Kind::kInvalid, "A manifest holds data files or delete files, not both");
        }
        return EntryToAvro(entry, types);
      });
}

Result<Manifest> ReadManifest(std::string_view bytes, const ManifestFile& listed) {
  FIRN_TRY(auto reader, OpenAvroRecords(bytes, "Manifest"));
  Manifest manifest;
  manifest.format_version = static_cast<int>(HeaderNumber(reader, "format-version", 1));
  if (manifest.format_version < 1 || manifest.format_version > kFormatVersionRead) {
    return Fail(Kind::kUnsupported, "Manifest has an unknown format version");
  }
  manifest.spec_id =
      static_cast<int32_t>(HeaderNumber(reader, "partition-spec-id", listed.partition_spec_id));
  auto content = reader.metadata().find("content");
  bool deletes = content != reader.metadata().end() && content->second == "deletes";
  manifest.content = deletes ? ManifestContent::kDeletes : ManifestContent::kData;
  EntryReader entries(reader.schema());
  FIRN_OK(ForEachAvroRecord(reader, [&](const AvroValue& record) -> Result<void> {
    FIRN_TRY(auto entry, entries.Read(record));
    Inherit(entry, manifest, listed);
    manifest.entries.push_back(std::move(entry));
    return {};
  }));
  return manifest;
}

Result<ManifestFile> DescribeManifest(const Schema& schema, const PartitionSpec& spec,
                                      const std::vector<ManifestEntry>& entries,
                                      int64_t sequence_number) {
  ManifestFile out;
  out.partition_spec_id = spec.spec_id;
  out.sequence_number = sequence_number;
  out.min_sequence_number = sequence_number;
  int32_t files[3] = {};
  int64_t rows[3] = {};
  for (const ManifestEntry& entry : entries) {
    if (entry.file.partition.size() != spec.fields.size()) {
      return Fail(Kind::kInvalid,
                  "Partition of a data file does not have one value per field of its spec");
    }
    ++files[static_cast<int>(entry.status)];
    int64_t& sum = rows[static_cast<int>(entry.status)];
    if (__builtin_add_overflow(sum, entry.file.record_count, &sum)) {
      return Fail(Kind::kInvalid, "Manifest has more rows than can be counted");
    }
    if (entry.file.content != FileContent::kData) out.content = ManifestContent::kDeletes;
    if (entry.status != EntryStatus::kDeleted && entry.sequence_number) {
      out.min_sequence_number = std::min(out.min_sequence_number, *entry.sequence_number);
    }
  }
  out.existing_files_count = files[0];
  out.added_files_count = files[1];
  out.deleted_files_count = files[2];
  out.existing_rows_count = rows[0];
  out.added_rows_count = rows[1];
  out.deleted_rows_count = rows[2];
  std::vector<Type> types = PartitionTypes(spec, schema);
  for (size_t i = 0; i < types.size(); ++i) {
    FIRN_TRY(auto summary, Summarize(types[i], entries, i));
    out.partitions.push_back(std::move(summary));
  }
  return out;
}

}  // namespace firn::iceberg
