#include <algorithm>
#include <set>

#include "iceberg/json_fields.h"
#include "iceberg/limits.h"
#include "iceberg/metadata.h"

namespace firn::iceberg {
namespace {

const std::set<std::string_view> kKnownMembers = {"format-version",
                                                  "table-uuid",
                                                  "location",
                                                  "last-sequence-number",
                                                  "last-updated-ms",
                                                  "last-column-id",
                                                  "schema",
                                                  "current-schema-id",
                                                  "schemas",
                                                  "partition-spec",
                                                  "default-spec-id",
                                                  "partition-specs",
                                                  "last-partition-id",
                                                  "default-sort-order-id",
                                                  "sort-orders",
                                                  "properties",
                                                  "current-snapshot-id",
                                                  "refs",
                                                  "snapshots",
                                                  "statistics",
                                                  "partition-statistics",
                                                  "snapshot-log",
                                                  "metadata-log",
                                                  "next-row-id"};

template <class T>
void SetOptional(Json& out, std::string_view name, const std::optional<T>& value) {
  if (value) out.Set(name, Json(*value));
}

// Parses each element of a list member.
template <class T>
Result<void> ParseEach(const Json& node, std::string_view name, Result<T> (*parse)(const Json&),
                       std::vector<T>& out) {
  FIRN_TRY(const Json::Array* list, OptionalArray(node, name));
  out.reserve(list->size());
  for (const Json& item : *list) {
    auto parsed = parse(item);
    if (!parsed) return Within(name, std::move(parsed).error());
    out.push_back(*std::move(parsed));
  }
  return {};
}

Result<void> ParseSchemas(const Json& node, TableMetadata& out) {
  FIRN_OK(ParseEach(node, "schemas", ParseSchema, out.schemas));
  if (!out.schemas.empty()) {
    FIRN_TRY(out.current_schema_id, RequireInt(node, "current-schema-id"));
    if (!out.FindSchema(out.current_schema_id)) {
      return Fail(Kind::kInvalid, "Cannot find schema with current-schema-id=" +
                                      std::to_string(out.current_schema_id) + " from schemas");
    }
    return {};
  }
  if (out.format_version != 1) return Fail(Kind::kInvalid, "schemas must exist in format v2");
  const Json* schema = node.Find("schema");
  if (!schema) return Fail(Kind::kInvalid, "Cannot parse missing field: schema");
  FIRN_TRY(auto parsed, ParseSchema(*schema));
  out.current_schema_id = parsed.schema_id;
  out.schemas.push_back(std::move(parsed));
  return {};
}

Result<void> ParseSpecs(const Json& node, TableMetadata& out) {
  FIRN_OK(ParseEach(node, "partition-specs", ParsePartitionSpec, out.partition_specs));
  if (!out.partition_specs.empty()) {
    FIRN_TRY(out.default_spec_id, RequireInt(node, "default-spec-id"));
  } else {
    if (out.format_version != 1)
      return Fail(Kind::kInvalid, "partition-specs must exist in format v2");
    const Json* list = node.Find("partition-spec");
    if (!list) return Fail(Kind::kInvalid, "Cannot parse missing field: partition-spec");
    PartitionSpec spec;
    FIRN_TRY(spec.fields, ParsePartitionFields(*list));
    out.partition_specs.push_back(std::move(spec));
  }
  int32_t highest = kPartitionFieldIdFirst - 1;
  for (PartitionSpec& spec : out.partition_specs) {
    int32_t next = kPartitionFieldIdFirst;
    for (PartitionField& field : spec.fields) {
      if (field.field_id == 0 && out.format_version != 1) {
        return Fail(Kind::kInvalid, "Cannot parse missing int: field-id");
      }
      if (field.field_id == 0) field.field_id = next;
      next = std::max(next, field.field_id) + 1;
    }
    highest = std::max(highest, spec.HighestFieldId());
  }
  if (!out.FindSpec(out.default_spec_id)) {
    return Fail(Kind::kInvalid, "Cannot find default-spec-id=" +
                                    std::to_string(out.default_spec_id) + " in partition-specs");
  }
  if (out.format_version == 1) {
    FIRN_TRY(auto last, OptionalId(node, "last-partition-id"));
    out.last_partition_id = last.value_or(highest);
  } else {
    FIRN_TRY(out.last_partition_id, RequireId(node, "last-partition-id"));
  }
  return {};
}

Result<void> ParseSortOrders(const Json& node, TableMetadata& out) {
  FIRN_OK(ParseEach(node, "sort-orders", ParseSortOrder, out.sort_orders));
  if (out.sort_orders.empty()) {
    if (out.format_version != 1) return Fail(Kind::kInvalid, "sort-orders must exist in format v2");
    out.sort_orders.push_back(SortOrder());
    return {};
  }
  FIRN_TRY(out.default_sort_order_id, RequireInt(node, "default-sort-order-id"));
  if (!out.FindSortOrder(out.default_sort_order_id)) {
    return Fail(Kind::kInvalid, "Cannot find default-sort-order-id=" +
                                    std::to_string(out.default_sort_order_id) + " in sort-orders");
  }
  return {};
}

Result<void> ParseRefs(const Json& node, TableMetadata& out) {
  const Json& refs = node["refs"];
  if (refs.is_null()) {
    if (out.current_snapshot_id) out.refs[std::string(kMainBranch)] = {*out.current_snapshot_id};
  } else if (!refs.is_object()) {
    return Fail(Kind::kInvalid, "Cannot parse refs from non-object");
  }
  for (const auto& [name, item] : refs.object()) {
    auto ref = ParseSnapshotRef(item);
    if (!ref) return Within("refs." + name, std::move(ref).error());
    out.refs[name] = *ref;
  }
  std::set<int64_t> ids;
  for (const Snapshot& snapshot : out.snapshots) {
    if (!ids.insert(snapshot.snapshot_id).second) {
      return Fail(Kind::kInvalid,
                  "Multiple snapshots with id " + std::to_string(snapshot.snapshot_id));
    }
  }
  for (const auto& [name, ref] : out.refs) {
    if (!ids.contains(ref.snapshot_id)) {
      return Fail(Kind::kInvalid, "Snapshot for reference " + name +
                                      " does not exist in the existing snapshots list");
    }
  }
  const SnapshotRef* main = out.FindRef(kMainBranch);
  if (main && out.current_snapshot_id != main->snapshot_id) {
    return Fail(Kind::kInvalid, "Current snapshot ID does not match main branch");
  }
  if (!main && out.current_snapshot_id) {
    return Fail(Kind::kInvalid, "Current snapshot is set, but main branch does not exist");
  }
  return {};
}

Result<SnapshotLogEntry> ParseSnapshotLogEntry(const Json& node) {
  SnapshotLogEntry entry;
  FIRN_TRY(entry.timestamp_ms, RequireLong(node, "timestamp-ms"));
  FIRN_TRY(entry.snapshot_id, RequireLong(node, "snapshot-id"));
  return entry;
}

Result<MetadataLogEntry> ParseMetadataLogEntry(const Json& node) {
  MetadataLogEntry entry;
  FIRN_TRY(entry.timestamp_ms, RequireLong(node, "timestamp-ms"));
  FIRN_TRY(entry.metadata_file, RequireString(node, "metadata-file"));
  return entry;
}

Result<void> ParseHistory(const Json& node, TableMetadata& out) {
  FIRN_TRY(out.current_snapshot_id, OptionalLong(node, "current-snapshot-id"));
  if (out.current_snapshot_id == -1) out.current_snapshot_id.reset();
  FIRN_OK(ParseEach(node, "snapshots", ParseSnapshot, out.snapshots));
  for (const Snapshot& snapshot : out.snapshots) {
    if (out.format_version > 1 && snapshot.sequence_number > out.last_sequence_number) {
      return Fail(Kind::kInvalid, "Invalid snapshot with sequence number " +
                                      std::to_string(snapshot.sequence_number) +
                                      " greater than last sequence number " +
                                      std::to_string(out.last_sequence_number));
    }
  }
  FIRN_OK(ParseRefs(node, out));
  FIRN_OK(ParseEach(node, "snapshot-log", ParseSnapshotLogEntry, out.snapshot_log));
  FIRN_OK(ParseEach(node, "metadata-log", ParseMetadataLogEntry, out.metadata_log));
  FIRN_OK(ParseEach(node, "statistics", ParseStatistics, out.statistics));
  return ParseEach(node, "partition-statistics", ParsePartitionStatistics,
                   out.partition_statistics);
}

template <class List, class Write>
Json EachJson(const List& list, Write write) {
  Json::Array out;
  out.reserve(list.size());
  for (const auto& item : list) out.push_back(write(item));
  return Json(std::move(out));
}

Json LogJson(const TableMetadata& metadata) {
  return EachJson(metadata.snapshot_log, [](const SnapshotLogEntry& entry) {
    return Json(
        Json::Object{{"timestamp-ms", entry.timestamp_ms}, {"snapshot-id", entry.snapshot_id}});
  });
}

Json CurrentSnapshotJson(const TableMetadata& metadata) {
  if (metadata.current_snapshot_id) return Json(*metadata.current_snapshot_id);
  // Old readers of versions 1 and 2 expect the number.
  return metadata.format_version < 3 ? Json(int64_t{-1}) : Json();
}

}  // namespace

Result<Snapshot> ParseSnapshot(const Json& node) {
  FIRN_OK(RequireObject(node, "snapshot"));
  Snapshot snapshot;
  FIRN_TRY(snapshot.snapshot_id, RequireLong(node, "snapshot-id"));
  FIRN_TRY(auto sequence, OptionalLong(node, "sequence-number"));
  snapshot.sequence_number = sequence.value_or(0);
  FIRN_TRY(snapshot.parent_snapshot_id, OptionalLong(node, "parent-snapshot-id"));
  FIRN_TRY(snapshot.timestamp_ms, RequireLong(node, "timestamp-ms"));
  FIRN_TRY(snapshot.summary, StringMap(node, "summary"));
  if (!node["summary"].is_null() && !snapshot.summary.contains("operation")) {
    return Fail(Kind::kInvalid, "Cannot parse missing string: operation");
  }
  FIRN_TRY(snapshot.schema_id, OptionalInt(node, "schema-id"));
  FIRN_TRY(auto list, OptionalString(node, "manifest-list"));
  if (list) {
    snapshot.manifest_list = *std::move(list);
  } else {
    FIRN_TRY(const Json::Array* manifests, RequireArray(node, "manifests"));
    for (const Json& path : *manifests) snapshot.manifests.emplace_back(path.string_or(""));
  }
  FIRN_TRY(snapshot.first_row_id, OptionalLong(node, "first-row-id"));
  FIRN_TRY(snapshot.added_rows, OptionalLong(node, "added-rows"));
  FIRN_TRY(snapshot.key_id, OptionalString(node, "key-id"));
  return snapshot;
}

Json SnapshotJson(const Snapshot& snapshot, int format_version) {
  Json out = Json::Object{};
  if (format_version > 1) out.Set("sequence-number", snapshot.sequence_number);
  out.Set("snapshot-id", snapshot.snapshot_id);
  SetOptional(out, "parent-snapshot-id", snapshot.parent_snapshot_id);
  out.Set("timestamp-ms", snapshot.timestamp_ms);
  if (!snapshot.summary.empty()) out.Set("summary", ToJson(snapshot.summary));
  if (!snapshot.manifest_list.empty()) {
    out.Set("manifest-list", snapshot.manifest_list);
  } else {
    out.Set("manifests",
            EachJson(snapshot.manifests, [](const std::string& path) { return Json(path); }));
  }
  SetOptional(out, "schema-id", snapshot.schema_id);
  SetOptional(out, "first-row-id", snapshot.first_row_id);
  SetOptional(out, "added-rows", snapshot.added_rows);
  SetOptional(out, "key-id", snapshot.key_id);
  return out;
}

Result<SnapshotRef> ParseSnapshotRef(const Json& node) {
  FIRN_OK(RequireObject(node, "snapshot reference"));
  SnapshotRef ref;
  FIRN_TRY(ref.snapshot_id, RequireLong(node, "snapshot-id"));
  FIRN_TRY(auto type, RequireString(node, "type"));
  if (type != "branch" && type != "tag") {
    return Fail(Kind::kInvalid, "No such snapshot reference type: " + type.substr(0, 100));
  }
  ref.type = type == "tag" ? SnapshotRef::Type::kTag : SnapshotRef::Type::kBranch;
  FIRN_TRY(ref.min_snapshots_to_keep, OptionalInt(node, "min-snapshots-to-keep"));
  FIRN_TRY(ref.max_snapshot_age_ms, OptionalLong(node, "max-snapshot-age-ms"));
  FIRN_TRY(ref.max_ref_age_ms, OptionalLong(node, "max-ref-age-ms"));
  if (ref.type == SnapshotRef::Type::kTag &&
      (ref.min_snapshots_to_keep || ref.max_snapshot_age_ms)) {
    return Fail(Kind::kInvalid,
                "Tags do not support setting min-snapshots-to-keep or max-snapshot-age-ms");
  }
  if (ref.min_snapshots_to_keep.value_or(1) <= 0 || ref.max_snapshot_age_ms.value_or(1) <= 0 ||
      ref.max_ref_age_ms.value_or(1) <= 0) {
    return Fail(Kind::kInvalid, "Retention of a snapshot reference must be greater than 0");
  }
  return ref;
}

Json SnapshotRefJson(const SnapshotRef& ref) {
  Json out = Json::Object{};
  out.Set("snapshot-id", ref.snapshot_id);
  out.Set("type", ref.type == SnapshotRef::Type::kTag ? "tag" : "branch");
  SetOptional(out, "min-snapshots-to-keep", ref.min_snapshots_to_keep);
  SetOptional(out, "max-snapshot-age-ms", ref.max_snapshot_age_ms);
  SetOptional(out, "max-ref-age-ms", ref.max_ref_age_ms);
  return out;
}

Result<StatisticsFile> ParseStatistics(const Json& node) {
  FIRN_OK(RequireObject(node, "statistics file"));
  StatisticsFile file;
  FIRN_TRY(file.snapshot_id, RequireLong(node, "snapshot-id"));
  FIRN_TRY([[maybe_unused]] auto path, RequireString(node, "statistics-path"));
  FIRN_TRY([[maybe_unused]] auto size, RequireLong(node, "file-size-in-bytes"));
  FIRN_TRY([[maybe_unused]] auto footer, RequireLong(node, "file-footer-size-in-bytes"));
  FIRN_TRY([[maybe_unused]] auto blobs, RequireArray(node, "blob-metadata"));
  file.json = node;
  return file;
}

Result<StatisticsFile> ParsePartitionStatistics(const Json& node) {
  FIRN_OK(RequireObject(node, "partition statistics file"));
  StatisticsFile file;
  FIRN_TRY(file.snapshot_id, RequireLong(node, "snapshot-id"));
  FIRN_TRY([[maybe_unused]] auto path, RequireString(node, "statistics-path"));
  FIRN_TRY([[maybe_unused]] auto size, RequireLong(node, "file-size-in-bytes"));
  file.json = node;
  return file;
}

Result<TableMetadata> ParseTableMetadata(const Json& node) {
  FIRN_OK(RequireObject(node, "table metadata"));
  TableMetadata out;
  FIRN_TRY(out.format_version, RequireInt(node, "format-version"));
  if (out.format_version < 1) {
    return Fail(Kind::kInvalid, "Invalid format version: " + std::to_string(out.format_version));
  }
  if (out.format_version > kFormatVersionRead) {
    return Fail(Kind::kUnsupported,
                "Cannot read unsupported version " + std::to_string(out.format_version));
  }
  FIRN_TRY(auto uuid, OptionalString(node, "table-uuid"));
  if (!uuid && out.format_version > 1)
    return Fail(Kind::kInvalid, "Cannot parse missing string: table-uuid");
  out.table_uuid = uuid.value_or("");
  FIRN_TRY(out.location, RequireString(node, "location"));
  if (out.format_version > 1) {
    FIRN_TRY(out.last_sequence_number, RequireLong(node, "last-sequence-number"));
  }
  FIRN_TRY(out.last_updated_ms, RequireLong(node, "last-updated-ms"));
  FIRN_TRY(out.last_column_id, RequireId(node, "last-column-id"));
  FIRN_OK(ParseSchemas(node, out));
  FIRN_OK(ParseSpecs(node, out));
  FIRN_OK(ParseSortOrders(node, out));
  FIRN_TRY(out.properties, StringMap(node, "properties"));
  FIRN_OK(ParseHistory(node, out));
  if (out.format_version >= 3) {
    FIRN_TRY(out.next_row_id, OptionalLong(node, "next-row-id"));
    if (!out.next_row_id) return Fail(Kind::kInvalid, "Cannot parse missing long: next-row-id");
  }
  for (const auto& [key, value] : node.object()) {
    if (!kKnownMembers.contains(key)) out.extras.Set(key, value);
  }
  return out;
}

Result<TableMetadata> ParseTableMetadataText(std::string_view text) {
  FIRN_TRY(auto json, format::ParseJson(text));
  return ParseTableMetadata(json);
}

Json TableMetadataJson(const TableMetadata& metadata) {
  Json out = Json::Object{};
  int version = metadata.format_version;
  out.Set("format-version", version);
  if (!metadata.table_uuid.empty()) out.Set("table-uuid", metadata.table_uuid);
  out.Set("location", metadata.location);
  if (version > 1) out.Set("last-sequence-number", metadata.last_sequence_number);
  out.Set("last-updated-ms", metadata.last_updated_ms);
  out.Set("last-column-id", metadata.last_column_id);
  if (version == 1) out.Set("schema", SchemaJson(metadata.CurrentSchema()));
  out.Set("current-schema-id", metadata.current_schema_id);
  out.Set("schemas", EachJson(metadata.schemas, SchemaJson));
  if (version == 1) out.Set("partition-spec", PartitionFieldsJson(metadata.DefaultSpec().fields));
  out.Set("default-spec-id", metadata.default_spec_id);
  out.Set("partition-specs", EachJson(metadata.partition_specs, PartitionSpecJson));
  out.Set("last-partition-id", metadata.last_partition_id);
  out.Set("default-sort-order-id", metadata.default_sort_order_id);
  out.Set("sort-orders", EachJson(metadata.sort_orders, SortOrderJson));
  out.Set("properties", ToJson(metadata.properties));
  out.Set("current-snapshot-id", CurrentSnapshotJson(metadata));
  if (metadata.next_row_id) out.Set("next-row-id", *metadata.next_row_id);
  Json refs = Json::Object{};
  for (const auto& [name, ref] : metadata.refs) refs.Set(name, SnapshotRefJson(ref));
  out.Set("refs", std::move(refs));
  out.Set("snapshots", EachJson(metadata.snapshots, [&](const Snapshot& snapshot) {
            return SnapshotJson(snapshot, version);
          }));
  auto as_given = [](const StatisticsFile& file) { return file.json; };
  out.Set("statistics", EachJson(metadata.statistics, as_given));
  out.Set("partition-statistics", EachJson(metadata.partition_statistics, as_given));
  out.Set("snapshot-log", LogJson(metadata));
  out.Set("metadata-log", EachJson(metadata.metadata_log, [](const MetadataLogEntry& entry) {
            return Json(Json::Object{{"timestamp-ms", entry.timestamp_ms},
                                     {"metadata-file", entry.metadata_file}});
          }));
  for (const auto& [key, value] : metadata.extras.object()) out.Set(key, value);
  return out;
}

}  // namespace firn::iceberg
