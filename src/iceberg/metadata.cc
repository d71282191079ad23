#include "iceberg/metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/check.h"
#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

// Properties that steer the creation and are not stored.
const std::set<std::string_view> kReservedProperties = {
    "format-version",      "uuid",
    "snapshot-count",      "current-snapshot-summary",
    "current-snapshot-id", "current-snapshot-timestamp-ms",
    "current-schema",      "default-partition-spec",
    "default-sort-order"};

template <class List, class Id>
auto FindBy(const List& list, Id List::value_type::*member, Id id) -> const
    typename List::value_type* {
  for (const auto& item : list) {
    if (item.*member == id) return &item;
  }
  return nullptr;
}

std::string WithoutSlash(std::string text) {
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

Result<int> FormatVersionOf(const Properties& properties) {
  auto found = properties.find("format-version");
  if (found == properties.end()) return 2;
  int version = 0;
  const std::string& text = found->second;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size() || version < 1) {
    return Fail(Kind::kInvalid, "Invalid table property format-version: " + text.substr(0, 100));
  }
  if (version > kFormatVersionRead) {
    return Fail(Kind::kUnsupported, "Unsupported format version: v" + std::to_string(version));
  }
  return version;
}

}  // namespace

std::string_view Snapshot::Summary(std::string_view key) const {
  auto found = summary.find(std::string(key));
  return found == summary.end() ? std::string_view() : std::string_view(found->second);
}

const Schema* TableMetadata::FindSchema(int32_t id) const {
  return FindBy(schemas, &Schema::schema_id, id);
}

const PartitionSpec* TableMetadata::FindSpec(int32_t id) const {
  return FindBy(partition_specs, &PartitionSpec::spec_id, id);
}

const SortOrder* TableMetadata::FindSortOrder(int32_t id) const {
  return FindBy(sort_orders, &SortOrder::order_id, id);
}

const Snapshot* TableMetadata::FindSnapshot(int64_t id) const {
  return FindBy(snapshots, &Snapshot::snapshot_id, id);
}

const SnapshotRef* TableMetadata::FindRef(std::string_view name) const {
  auto found = refs.find(std::string(name));
  return found == refs.end() ? nullptr : &found->second;
}

const Snapshot* TableMetadata::CurrentSnapshot() const {
  return current_snapshot_id ? FindSnapshot(*current_snapshot_id) : nullptr;
}

const Schema& TableMetadata::CurrentSchema() const {
  const Schema* schema = FindSchema(current_schema_id);
  FIRN_CHECK(schema != nullptr);
  return *schema;
}

const PartitionSpec& TableMetadata::DefaultSpec() const {
  const PartitionSpec* spec = FindSpec(default_spec_id);
  FIRN_CHECK(spec != nullptr);
  return *spec;
}

const SortOrder& TableMetadata::DefaultSortOrder() const {
  const SortOrder* order = FindSortOrder(default_sort_order_id);
  FIRN_CHECK(order != nullptr);
  return *order;
}

const Schema& TableMetadata::SchemaOf(const Snapshot& snapshot) const {
  const Schema* schema = snapshot.schema_id ? FindSchema(*snapshot.schema_id) : nullptr;
  return schema ? *schema : CurrentSchema();
}

std::string_view TableMetadata::Property(std::string_view key, std::string_view fallback) const {
  auto found = properties.find(std::string(key));
  return found == properties.end() ? fallback : std::string_view(found->second);
}

std::string TableMetadata::MetadataFolder() const {
  return WithoutSlash(
      std::string(Property("write.metadata.path", WithoutSlash(location) + "/metadata")));
}

std::string TableMetadata::DataFolder() const {
  return WithoutSlash(std::string(Property("write.data.path", WithoutSlash(location) + "/data")));
}

const Snapshot* FindSnapshotBySummary(const TableMetadata& metadata, std::string_view key,
                                      std::string_view value) {
  std::map<int64_t, const Snapshot*> by_id;
  for (const Snapshot& snapshot : metadata.snapshots) by_id[snapshot.snapshot_id] = &snapshot;
  std::optional<int64_t> id = metadata.current_snapshot_id;
  // Parents may form a cycle in a damaged file; there are no more steps than snapshots.
  for (size_t steps = 0; id && steps < by_id.size(); ++steps) {
    auto found = by_id.find(*id);
    if (found == by_id.end()) return nullptr;
    auto entry = found->second->summary.find(std::string(key));
    if (entry != found->second->summary.end() && entry->second == value) return found->second;
    id = found->second->parent_snapshot_id;
  }
  return nullptr;
}

Result<TableMetadata> NewTableMetadata(const NewTable& table) {
  FIRN_OK(ValidateSchema(table.schema));
  FIRN_OK(CheckSpec(table.spec, table.schema));
  FIRN_OK(CheckSortOrder(table.order, table.schema));
  if (table.location.empty()) return Fail(Kind::kInvalid, "Cannot create a table without location");
  TableMetadata metadata;
  FIRN_TRY(metadata.format_version, FormatVersionOf(table.properties));
  FIRN_OK(CheckSchemaFor(table.schema, metadata.format_version));

  Schema fresh = WithFreshIds(table.schema, 0, [&] { return ++metadata.last_column_id; });
  std::vector<int32_t> fresh_in_order;
  ForEachField(fresh.fields, [&](const Field& field) { fresh_in_order.push_back(field.id); });
  std::map<int32_t, int32_t>
      fresh_ids;  // by the caller's id; both schemas are visited in one order
  ForEachField(table.schema.fields, [&](const Field& field) {
    fresh_ids.emplace(field.id, fresh_in_order[fresh_ids.size()]);
  });
  metadata.schemas.push_back(std::move(fresh));

  PartitionSpec spec;
  int32_t partition_id = kPartitionFieldIdFirst;
  for (PartitionField field : table.spec.fields) {
    // A void field may stand for a column that is gone; there is nothing to follow then.
    if (auto found = fresh_ids.find(field.source_id); found != fresh_ids.end())
      field.source_id = found->second;
    field.field_id = partition_id++;
    spec.fields.push_back(std::move(field));
  }
  metadata.last_partition_id = spec.HighestFieldId();
  metadata.partition_specs.push_back(std::move(spec));

  SortOrder order;
  for (SortField field : table.order.fields) {
    field.source_id = fresh_ids.at(field.source_id);
    order.fields.push_back(field);
  }
  order.order_id = order.fields.empty() ? 0 : 1;
  metadata.default_sort_order_id = order.order_id;
  metadata.sort_orders.push_back(std::move(order));

  for (const auto& [key, value] : table.properties) {
    if (!kReservedProperties.contains(key)) metadata.properties[key] = value;
  }
  metadata.table_uuid = table.uuid;
  metadata.location = WithoutSlash(table.location);
  metadata.last_updated_ms = EpochMillis(table.now);
  if (metadata.format_version >= 3) metadata.next_row_id = 0;
  return metadata;
}

std::string MetadataFileName(int64_t version, std::string_view uuid) {
  return fmt::format("{:05}-{}.metadata.json", version, uuid);
}

std::optional<int64_t> MetadataVersion(std::string_view location) {
  std::string_view name = location.substr(location.rfind('/') + 1);
  size_t dash = name.find('-');
  if (dash == std::string_view::npos || dash == 0 ||
      name.find(".metadata.json") == std::string_view::npos) {
    return std::nullopt;
  }
  int64_t version = 0;
  auto [end, error] = std::from_chars(name.data(), name.data() + dash, version);
  if (error != std::errc() || end != name.data() + dash || version < 0) return std::nullopt;
  return version;
}

}  // namespace firn::iceberg
