#include "iceberg/update.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <set>

#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

std::string Text(int64_t number) { return std::to_string(number); }

Unexpected Failed(std::string message) {
  return Fail(Kind::kConflict, "Requirement failed: " + std::move(message));
}

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

// Holds each requirement against the table as it is.
struct RequirementCheck {
  const TableMetadata* base;

  Result<void> operator()(const AssertCreate&) const {
    if (base) return Failed("table already exists");
    return {};
  }
  Result<void> operator()(const AssertTableUuid& it) const {
    if (!base) return Failed("table does not exist, expected UUID " + it.uuid);
    if (!SameIgnoringCase(it.uuid, base->table_uuid)) {
      return Failed("UUID does not match: expected " + base->table_uuid + " != " + it.uuid);
    }
    return {};
  }
  Result<void> operator()(const AssertRefSnapshotId& it) const {
    const SnapshotRef* ref = base ? base->FindRef(it.ref) : nullptr;
    if (!ref) {
      if (!it.snapshot_id) return {};
      return Failed("branch or tag " + it.ref + " is missing, expected " + Text(*it.snapshot_id));
    }
    std::string named = (ref->type == SnapshotRef::Type::kTag ? "tag " : "branch ") + it.ref;
    if (!it.snapshot_id) return Failed(named + " was created concurrently");
    if (*it.snapshot_id != ref->snapshot_id) {
      return Failed(named + " has changed: expected id " + Text(*it.snapshot_id) +
                    " != " + Text(ref->snapshot_id));
    }
    return {};
  }
  Result<void> operator()(const AssertLastAssignedFieldId& it) const {
    return Same("last assigned field id", it.id, &TableMetadata::last_column_id);
  }
  Result<void> operator()(const AssertCurrentSchemaId& it) const {
    return Same("current schema", it.id, &TableMetadata::current_schema_id);
  }
  Result<void> operator()(const AssertLastAssignedPartitionId& it) const {
    return Same("last assigned partition id", it.id, &TableMetadata::last_partition_id);
  }
  Result<void> operator()(const AssertDefaultSpecId& it) const {
    return Same("default partition spec", it.id, &TableMetadata::default_spec_id);
  }
  Result<void> operator()(const AssertDefaultSortOrderId& it) const {
    return Same("default sort order", it.id, &TableMetadata::default_sort_order_id);
  }

 private:
  Result<void> Same(std::string_view what, int32_t expected, int32_t TableMetadata::*member) const {
    if (!base || base->*member == expected) return {};
    return Failed(std::string(what) + " changed: expected id " + Text(expected) +
                  " != " + Text(base->*member));
  }
};

// Carries out updates one after the other on a copy of the table.
class Builder {
 public:
  Builder(const TableMetadata* base, const ApplyContext& context)
      : base_(base), context_(context), now_ms_(EpochMillis(context.now)) {
    if (base) next_ = *base;
  }

  void StartEmpty(const std::vector<Update>& updates) {
    next_.format_version = 2;
    for (const Update& update : updates) {
      if (auto* upgrade = std::get_if<UpgradeFormatVersion>(&update))
        next_.format_version = upgrade->version;
    }
    next_.format_version = std::clamp(next_.format_version, 1, kFormatVersionRead);
    if (next_.format_version >= 3) next_.next_row_id = 0;
  }

  Result<void> operator()(const AssignUuid& it);
  Result<void> operator()(const UpgradeFormatVersion& it);
  Result<void> operator()(const AddSchema& it);
  Result<void> operator()(const SetCurrentSchema& it);
  Result<void> operator()(const AddSpec& it);
  Result<void> operator()(const SetDefaultSpec& it);
  Result<void> operator()(const AddSortOrder& it);
  Result<void> operator()(const SetDefaultSortOrder& it);
  Result<void> operator()(const AddSnapshot& it);
  Result<void> operator()(const SetSnapshotRef& it);
  Result<void> operator()(const RemoveSnapshots& it);
  Result<void> operator()(const RemoveSnapshotRef& it);
  Result<void> operator()(const SetLocation& it);
  Result<void> operator()(const SetProperties& it);
  Result<void> operator()(const RemoveProperties& it);
  Result<void> operator()(const RemoveSpecs& it);
  Result<void> operator()(const RemoveSchemas& it);
  Result<void> operator()(const SetStatistics& it) { return Replace(next_.statistics, it.file); }
  Result<void> operator()(const SetPartitionStatistics& it) {
    return Replace(next_.partition_statistics, it.file);
  }
  Result<void> operator()(const RemoveStatistics& it) {
    return Drop(next_.statistics, it.snapshot_id);
  }
  Result<void> operator()(const RemovePartitionStatistics& it) {
    return Drop(next_.partition_statistics, it.snapshot_id);
  }

  Result<TableMetadata> Finish();

 private:
  static Result<void> Replace(std::vector<StatisticsFile>& files, const StatisticsFile& file) {
    for (StatisticsFile& old : files) {
      if (old.snapshot_id == file.snapshot_id) {
        old = file;
        return {};
      }
    }
    files.push_back(file);
    return {};
  }
  static Result<void> Drop(std::vector<StatisticsFile>& files, int64_t snapshot_id) {
    std::erase_if(files,
                  [&](const StatisticsFile& file) { return file.snapshot_id == snapshot_id; });
    return {};
  }
  Result<void> CheckComplete();
  void TidySnapshotLog();
  void LogPreviousMetadata();

  const TableMetadata* base_;
  const ApplyContext& context_;
  int64_t now_ms_;
  TableMetadata next_;
  std::optional<int32_t> added_schema_;
  std::optional<int32_t> added_spec_;
  std::optional<int32_t> added_order_;
  std::optional<int64_t> updated_ms_;
  std::set<int64_t> added_snapshots_;
  std::set<int64_t>
      passing_snapshots_;  // added and made current, maybe replaced within the same change
};

Result<void> Builder::operator()(const AssignUuid& it) {
  if (it.uuid.empty()) return Fail(Kind::kInvalid, "Cannot set uuid to an empty string");
  if (!next_.table_uuid.empty() && !SameIgnoringCase(next_.table_uuid, it.uuid)) {
    return Fail(Kind::kInvalid, "Cannot reassign uuid: " + next_.table_uuid + " to " + it.uuid);
  }
  if (next_.table_uuid.empty()) next_.table_uuid = it.uuid;
  return {};
}

Result<void> Builder::operator()(const UpgradeFormatVersion& it) {
  if (it.version > kFormatVersionRead || it.version < 1) {
    return Fail(Kind::kInvalid, "Cannot upgrade table to unsupported format version: v" +
                                    Text(it.version) + " (supported: v" + Text(kFormatVersionRead) +
                                    ")");
  }
  if (it.version < next_.format_version) {
    return Fail(Kind::kInvalid, "Cannot downgrade v" + Text(next_.format_version) + " table to v" +
                                    Text(it.version));
  }
  next_.format_version = it.version;
  if (it.version >= 3 && !next_.next_row_id) next_.next_row_id = 0;
  return {};
}

Result<void> Builder::operator()(const AddSchema& it) {
  FIRN_OK(ValidateSchema(it.schema));
  FIRN_OK(CheckSchemaFor(it.schema, next_.format_version));
  int32_t highest = it.schema.HighestFieldId();
  // Older clients send the highest id of their own schema, which falls when a column is dropped;
  // ids never do.
  next_.last_column_id = std::max({next_.last_column_id, highest, it.last_column_id.value_or(0)});
  int32_t id = 0;
  for (const Schema& schema : next_.schemas) {
    if (schema.SameStructure(it.schema)) {
      added_schema_ = schema.schema_id;
      return {};
    }
    id = std::max(id, schema.schema_id + 1);
  }
  Schema added = it.schema;
  added.schema_id = id;
  next_.schemas.push_back(std::move(added));
  added_schema_ = id;
  return {};
}

Result<void> Builder::operator()(const SetCurrentSchema& it) {
  if (it.id == kLastAdded && !added_schema_) {
    return Fail(Kind::kInvalid, "Cannot set last added schema: no schema has been added");
  }
  int32_t id = it.id == kLastAdded ? *added_schema_ : it.id;
  if (!next_.FindSchema(id)) {
    return Fail(Kind::kInvalid, "Cannot set current schema to unknown schema: " + Text(id));
  }
  next_.current_schema_id = id;
  return {};
}

Result<void> Builder::operator()(const AddSpec& it) {
  const Schema* schema = next_.FindSchema(next_.current_schema_id);
  if (!schema)
    return Fail(Kind::kInvalid, "Cannot add a partition spec before a schema is current");
  PartitionSpec added = it.spec;
  FIRN_OK(CheckSpec(added, *schema));
  for (const PartitionSpec& spec : next_.partition_specs) {
    if (!spec.SameFields(added)) continue;
    added_spec_ = spec.spec_id;
    return {};
  }
  added.spec_id = 0;
  for (const PartitionSpec& spec : next_.partition_specs)
    added.spec_id = std::max(added.spec_id, spec.spec_id + 1);
  int32_t last = std::max(next_.last_partition_id, added.HighestFieldId());
  for (PartitionField& field : added.fields) {
    if (field.field_id != 0) continue;
    // The same partition value keeps its id across specs.
    for (const PartitionSpec& spec : next_.partition_specs) {
      for (const PartitionField& old : spec.fields) {
        bool free = std::ranges::find(added.fields, old.field_id, &PartitionField::field_id) ==
                    added.fields.end();
        if (free && old.source_id == field.source_id && old.transform == field.transform) {
          field.field_id = old.field_id;
        }
      }
    }
    if (field.field_id == 0) field.field_id = ++last;
  }
  if (next_.format_version == 1) {
    for (size_t i = 0; i < added.fields.size(); ++i) {
      if (added.fields[i].field_id != kPartitionFieldIdFirst + static_cast<int32_t>(i)) {
        return Fail(Kind::kInvalid, "Spec does not use sequential IDs that are required in v1");
      }
    }
  }
  next_.last_partition_id = std::max(next_.last_partition_id, added.HighestFieldId());
  added_spec_ = added.spec_id;
  next_.partition_specs.push_back(std::move(added));
  return {};
}

Result<void> Builder::operator()(const SetDefaultSpec& it) {
  if (it.id == kLastAdded && !added_spec_) {
    return Fail(Kind::kInvalid, "Cannot set last added spec: no spec has been added");
  }
  int32_t id = it.id == kLastAdded ? *added_spec_ : it.id;
  if (!next_.FindSpec(id))
    return Fail(Kind::kInvalid, "Cannot set default partition spec to unknown spec: " + Text(id));
  next_.default_spec_id = id;
  return {};
}

Result<void> Builder::operator()(const AddSortOrder& it) {
  const Schema* schema = next_.FindSchema(next_.current_schema_id);
  if (!schema) return Fail(Kind::kInvalid, "Cannot add a sort order before a schema is current");
  SortOrder added = it.order;
  added.order_id = added.fields.empty() ? 0 : 1;
  FIRN_OK(CheckSortOrder(added, *schema));
  for (const SortOrder& order : next_.sort_orders) {
    if (order.fields == added.fields) {
      added_order_ = order.order_id;
      return {};
    }
    if (!added.fields.empty()) added.order_id = std::max(added.order_id, order.order_id + 1);
  }
  added_order_ = added.order_id;
  next_.sort_orders.push_back(std::move(added));
  return {};
}

Result<void> Builder::operator()(const SetDefaultSortOrder& it) {
  if (it.id == kLastAdded && !added_order_) {
    return Fail(Kind::kInvalid, "Cannot set last added sort order: no sort order has been added");
  }
  int32_t id = it.id == kLastAdded ? *added_order_ : it.id;
  if (!next_.FindSortOrder(id))
    return Fail(Kind::kInvalid, "Cannot set default sort order to unknown order: " + Text(id));
  next_.default_sort_order_id = id;
  return {};
}

Result<void> Builder::operator()(const AddSnapshot& it) {
  const Snapshot& snapshot = it.snapshot;
  if (next_.FindSnapshot(snapshot.snapshot_id)) {
    return Fail(Kind::kInvalid, "Snapshot already exists for id: " + Text(snapshot.snapshot_id));
  }
  if (snapshot.snapshot_id < 0)
    return Fail(Kind::kInvalid, "Invalid snapshot id: " + Text(snapshot.snapshot_id));
  if (next_.format_version > 1) {
    // A snapshot without parent may come from a table that had none; it still needs a number of its
    // own.
    if (snapshot.sequence_number <= next_.last_sequence_number) {
      return Fail(Kind::kConflict,
                  "Cannot add snapshot with sequence number " + Text(snapshot.sequence_number) +
                      " older than last sequence number " + Text(next_.last_sequence_number));
    }
    if (snapshot.manifest_list.empty())
      return Fail(Kind::kInvalid, "Cannot add snapshot without manifest-list");
    next_.last_sequence_number = snapshot.sequence_number;
  }
  if (next_.format_version >= 3) {
    if (!snapshot.first_row_id)
      return Fail(Kind::kInvalid, "Cannot add a snapshot: first-row-id is null");
    if (!snapshot.added_rows || *snapshot.added_rows < 0) {
      return Fail(Kind::kInvalid, "Cannot add a snapshot: added-rows is missing or negative");
    }
    if (*snapshot.first_row_id < next_.next_row_id.value_or(0)) {
      return Fail(Kind::kConflict,
                  "Cannot add a snapshot, first-row-id is behind table next-row-id: " +
                      Text(*snapshot.first_row_id) + " < " + Text(next_.next_row_id.value_or(0)));
    }
    int64_t next_row = 0;
    if (__builtin_add_overflow(next_.next_row_id.value_or(0), *snapshot.added_rows, &next_row)) {
      return Fail(Kind::kInvalid, "Cannot add a snapshot: added-rows is out of range");
    }
    next_.next_row_id = next_row;
  }
  updated_ms_ = snapshot.timestamp_ms;
  added_snapshots_.insert(snapshot.snapshot_id);
  next_.snapshots.push_back(snapshot);
  return {};
}

Result<void> Builder::operator()(const SetSnapshotRef& it) {
  if (it.name.empty()) return Fail(Kind::kInvalid, "Cannot set a snapshot reference without name");
  const SnapshotRef* old = next_.FindRef(it.name);
  if (old && *old == it.ref) return {};
  const Snapshot* snapshot = next_.FindSnapshot(it.ref.snapshot_id);
  if (!snapshot) {
    return Fail(Kind::kInvalid,
                "Cannot set " + it.name + " to unknown snapshot: " + Text(it.ref.snapshot_id));
  }
  if (it.name == kMainBranch) {
    if (it.ref.type != SnapshotRef::Type::kBranch)
      return Fail(Kind::kInvalid, "Cannot make main a tag");
    bool added = added_snapshots_.contains(it.ref.snapshot_id);
    updated_ms_ = added ? snapshot->timestamp_ms : updated_ms_.value_or(now_ms_);
    if (added) passing_snapshots_.insert(it.ref.snapshot_id);
    bool moves = next_.current_snapshot_id != it.ref.snapshot_id;
    next_.current_snapshot_id = it.ref.snapshot_id;
    int64_t at = std::max(*updated_ms_, next_.last_updated_ms);
    if (!next_.snapshot_log.empty()) at = std::max(at, next_.snapshot_log.back().timestamp_ms);
    if (moves) next_.snapshot_log.push_back({at, it.ref.snapshot_id});
  }
  next_.refs[it.name] = it.ref;
  return {};
}

Result<void> Builder::operator()(const RemoveSnapshots& it) {
  std::set<int64_t> gone(it.ids.begin(), it.ids.end());
  std::erase_if(next_.snapshots,
                [&](const Snapshot& snapshot) { return gone.contains(snapshot.snapshot_id); });
  std::erase_if(next_.statistics,
                [&](const StatisticsFile& file) { return gone.contains(file.snapshot_id); });
  std::erase_if(next_.partition_statistics,
                [&](const StatisticsFile& file) { return gone.contains(file.snapshot_id); });
  std::erase_if(next_.refs,
                [&](const auto& entry) { return gone.contains(entry.second.snapshot_id); });
  if (next_.current_snapshot_id && gone.contains(*next_.current_snapshot_id))
    next_.current_snapshot_id.reset();
  return {};
}

Result<void> Builder::operator()(const RemoveSnapshotRef& it) {
  if (it.name == kMainBranch) next_.current_snapshot_id.reset();
  next_.refs.erase(it.name);
  return {};
}

Result<void> Builder::operator()(const SetLocation& it) {
  if (it.location.empty()) return Fail(Kind::kInvalid, "Cannot set location to an empty string");
  next_.location = it.location;
  return {};
}

Result<void> Builder::operator()(const SetProperties& it) {
  for (const auto& [key, value] : it.updates) next_.properties[key] = value;
  return {};
}

Result<void> Builder::operator()(const RemoveProperties& it) {
  for (const auto& key : it.removals) next_.properties.erase(key);
  return {};
}

Result<void> Builder::operator()(const RemoveSpecs& it) {
  for (int32_t id : it.ids) {
    if (id == next_.default_spec_id)
      return Fail(Kind::kInvalid, "Cannot remove the default partition spec");
    std::erase_if(next_.partition_specs,
                  [&](const PartitionSpec& spec) { return spec.spec_id == id; });
  }
  return {};
}

Result<void> Builder::operator()(const RemoveSchemas& it) {
  for (int32_t id : it.ids) {
    if (id == next_.current_schema_id)
      return Fail(Kind::kInvalid, "Cannot remove the current schema");
    std::erase_if(next_.schemas, [&](const Schema& schema) { return schema.schema_id == id; });
  }
  return {};
}

Result<void> Builder::CheckComplete() {
  const Schema* schema = next_.FindSchema(next_.current_schema_id);
  if (!schema) return Fail(Kind::kInvalid, "Cannot create a table without current schema");
  if (next_.location.empty()) return Fail(Kind::kInvalid, "Cannot create a table without location");
  if (next_.table_uuid.empty() && next_.format_version > 1) {
    return Fail(Kind::kInvalid, "Cannot create a table without uuid");
  }
  if (next_.partition_specs.empty()) next_.partition_specs.push_back(PartitionSpec());
  if (next_.sort_orders.empty()) next_.sort_orders.push_back(SortOrder());
  const PartitionSpec* spec = next_.FindSpec(next_.default_spec_id);
  const SortOrder* order = next_.FindSortOrder(next_.default_sort_order_id);
  if (!spec) return Fail(Kind::kInvalid, "Cannot create a table without default partition spec");
  if (!order) {
    // Order 0 always means unsorted and may be left unsaid.
    if (next_.default_sort_order_id != 0) {
      return Fail(Kind::kInvalid, "Cannot create a table without default sort order");
    }
    next_.sort_orders.push_back(SortOrder());
    order = &next_.sort_orders.back();
  }
  FIRN_OK(CheckSchemaFor(*schema, next_.format_version));
  FIRN_OK(CheckSpecSources(*spec, *schema));
  return CheckSortOrder(*order, *schema);
}

// A snapshot that was current only within this change never was to anyone else, and entries before
// a removed snapshot would leave a gap in the history.
void Builder::TidySnapshotLog() {
  if (next_.current_snapshot_id) passing_snapshots_.erase(*next_.current_snapshot_id);
  std::set<int64_t> present;
  for (const Snapshot& snapshot : next_.snapshots) present.insert(snapshot.snapshot_id);
  bool removed = base_ && std::ranges::any_of(base_->snapshots, [&](const Snapshot& snapshot) {
                   return !present.contains(snapshot.snapshot_id);
                 });
  std::vector<SnapshotLogEntry> kept;
  for (const SnapshotLogEntry& entry : next_.snapshot_log) {
    if (passing_snapshots_.contains(entry.snapshot_id)) continue;
    if (removed && !present.contains(entry.snapshot_id)) {
      kept.clear();
    } else {
      kept.push_back(entry);
    }
  }
  next_.snapshot_log = std::move(kept);
}

void Builder::LogPreviousMetadata() {
  if (!base_ || context_.previous_metadata_location.empty()) return;
  next_.metadata_log.push_back({base_->last_updated_ms, context_.previous_metadata_location});
  std::string_view text = next_.Property("write.metadata.previous-versions-max", "");
  int64_t most = kPreviousMetadataMaxDefault;
  int64_t given = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), given);
  if (error == std::errc() && end == text.data() + text.size() && !text.empty())
    most = std::max<int64_t>(given, 1);
  auto& log = next_.metadata_log;
  if (static_cast<int64_t>(log.size()) > most) log.erase(log.begin(), log.end() - most);
}

Result<TableMetadata> Builder::Finish() {
  FIRN_OK(CheckComplete());
  TidySnapshotLog();
  if (base_ && next_ == *base_) return std::move(next_);
  next_.last_updated_ms =
      std::max(updated_ms_.value_or(now_ms_), base_ ? base_->last_updated_ms : 0);
  LogPreviousMetadata();
  return std::move(next_);
}

}  // namespace

Result<void> CheckRequirements(const TableMetadata* base,
                               const std::vector<Requirement>& requirements) {
  for (const Requirement& requirement : requirements)
    FIRN_OK(std::visit(RequirementCheck{base}, requirement));
  return {};
}

Result<TableMetadata> Apply(const TableMetadata* base, const TableChange& change,
                            const ApplyContext& context) {
  FIRN_OK(CheckRequirements(base, change.requirements));
  Builder builder(base, context);
  if (!base) builder.StartEmpty(change.updates);
  for (const Update& update : change.updates) FIRN_OK(std::visit(builder, update));
  return builder.Finish();
}

}  // namespace firn::iceberg
