#include "iceberg/json_fields.h"
#include "iceberg/update.h"

namespace firn::iceberg {
namespace {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

// A requirement or update whose only member is one number.
template <class Variant, class T>
Result<Variant> OfInt(const Json& node, std::string_view member) {
  FIRN_TRY(int32_t id, RequireInt(node, member));
  return Variant(T{id});
}

Result<const Json*> RequireMember(const Json& node, std::string_view name) {
  const Json* member = node.Find(name);
  if (!member || member->is_null()) {
    return Fail(Kind::kInvalid, "Cannot parse missing field: " + std::string(name));
  }
  return member;
}

Json Tagged(std::string_view tag, std::string_view value) {
  Json out = Json::Object{};
  out.Set(tag, Json(value));
  return out;
}

Json Action(std::string_view action) { return Tagged("action", action); }

Json Action(std::string_view action, std::string_view member, Json value) {
  Json out = Action(action);
  out.Set(member, std::move(value));
  return out;
}

Json Assertion(std::string_view type, std::string_view member, Json value) {
  Json out = Tagged("type", type);
  out.Set(member, std::move(value));
  return out;
}

Result<std::vector<std::string>> StringList(const Json& node, std::string_view name) {
  FIRN_TRY(const Json::Array* list, RequireArray(node, name));
  std::vector<std::string> out;
  for (const Json& item : *list) {
    if (!item.is_string()) {
      return Fail(Kind::kInvalid, "Cannot parse string from non-text value: " + std::string(name));
    }
    out.emplace_back(item.string_or(""));
  }
  return out;
}

Result<Update> ParseAddSchema(const Json& node) {
  FIRN_TRY(const Json* member, RequireMember(node, "schema"));
  AddSchema update;
  FIRN_TRY(update.schema, ParseSchema(*member));
  FIRN_TRY(update.last_column_id, OptionalInt(node, "last-column-id"));
  return Update(std::move(update));
}

Result<Update> ParseSetProperties(const Json& node) {
  // The first clients wrote "updated".
  const char* name = node["updates"].is_null() ? "updated" : "updates";
  if (node[name].is_null()) return Fail(Kind::kInvalid, "Cannot parse missing map: updates");
  FIRN_TRY(auto updates, StringMap(node, name));
  return Update(SetProperties{std::move(updates)});
}

Result<Update> ParseRemoveProperties(const Json& node) {
  FIRN_TRY(auto removals, StringList(node, node["removals"].is_null() ? "removed" : "removals"));
  return Update(RemoveProperties{std::move(removals)});
}

// Updates of schema, spec and order; nothing when the action is none of them.
Result<std::optional<Update>> ParseStructural(std::string_view action, const Json& node) {
  auto some = [](Result<Update> update) -> Result<std::optional<Update>> {
    if (!update) return Fail(std::move(update).error());
    return std::optional<Update>(*std::move(update));
  };
  if (action == "upgrade-format-version") {
    return some(OfInt<Update, UpgradeFormatVersion>(node, "format-version"));
  }
  if (action == "add-schema") return some(ParseAddSchema(node));
  if (action == "set-current-schema")
    return some(OfInt<Update, SetCurrentSchema>(node, "schema-id"));
  if (action == "add-spec") {
    FIRN_TRY(const Json* member, RequireMember(node, "spec"));
    FIRN_TRY(auto spec, ParsePartitionSpec(*member));
    return std::optional<Update>(AddSpec{std::move(spec)});
  }
  if (action == "set-default-spec") return some(OfInt<Update, SetDefaultSpec>(node, "spec-id"));
  if (action == "add-sort-order") {
    FIRN_TRY(const Json* member, RequireMember(node, "sort-order"));
    FIRN_TRY(auto order, ParseSortOrder(*member));
    return std::optional<Update>(AddSortOrder{std::move(order)});
  }
  if (action == "set-default-sort-order") {
    return some(OfInt<Update, SetDefaultSortOrder>(node, "sort-order-id"));
  }
  if (action == "remove-partition-specs") {
    FIRN_TRY([[maybe_unused]] auto list, RequireArray(node, "spec-ids"));
    FIRN_TRY(auto ids, IntList(node, "spec-ids"));
    return std::optional<Update>(RemoveSpecs{std::move(ids)});
  }
  if (action == "remove-schemas") {
    FIRN_TRY([[maybe_unused]] auto list, RequireArray(node, "schema-ids"));
    FIRN_TRY(auto ids, IntList(node, "schema-ids"));
    return std::optional<Update>(RemoveSchemas{std::move(ids)});
  }
  return std::optional<Update>();
}

Result<Update> ParseStatisticsUpdate(std::string_view action, const Json& node) {
  bool partition = action.ends_with("partition-statistics");
  if (action.starts_with("remove-")) {
    FIRN_TRY(int64_t id, RequireLong(node, "snapshot-id"));
    if (partition) return Update(RemovePartitionStatistics{id});
    return Update(RemoveStatistics{id});
  }
  const char* name = partition ? "partition-statistics" : "statistics";
  FIRN_TRY(const Json* member, RequireMember(node, name));
  FIRN_TRY(auto file, partition ? ParsePartitionStatistics(*member) : ParseStatistics(*member));
  if (partition) return Update(SetPartitionStatistics{std::move(file)});
  return Update(SetStatistics{std::move(file)});
}

// One update each, under its action name.
struct UpdateWriter {
  Json operator()(const AssignUuid& it) const {
    return Action("assign-uuid", "uuid", Json(it.uuid));
  }
  Json operator()(const UpgradeFormatVersion& it) const {
    return Action("upgrade-format-version", "format-version", Json(it.version));
  }
  Json operator()(const AddSchema& it) const {
    Json out = Action("add-schema", "schema", SchemaJson(it.schema));
    if (it.last_column_id) out.Set("last-column-id", *it.last_column_id);
    return out;
  }
  Json operator()(const SetCurrentSchema& it) const {
    return Action("set-current-schema", "schema-id", Json(it.id));
  }
  Json operator()(const AddSpec& it) const {
    return Action("add-spec", "spec", PartitionSpecJson(it.spec));
  }
  Json operator()(const SetDefaultSpec& it) const {
    return Action("set-default-spec", "spec-id", Json(it.id));
  }
  Json operator()(const AddSortOrder& it) const {
    return Action("add-sort-order", "sort-order", SortOrderJson(it.order));
  }
  Json operator()(const SetDefaultSortOrder& it) const {
    return Action("set-default-sort-order", "sort-order-id", Json(it.id));
  }
  Json operator()(const AddSnapshot& it) const {
    return Action("add-snapshot", "snapshot", SnapshotJson(it.snapshot, 2));
  }
  Json operator()(const SetSnapshotRef& it) const {
    Json out = Action("set-snapshot-ref", "ref-name", Json(it.name));
    Json ref = SnapshotRefJson(it.ref);
    for (const auto& [key, value] : ref.object()) out.Set(key, value);
    return out;
  }
  Json operator()(const RemoveSnapshots& it) const {
    return Action("remove-snapshots", "snapshot-ids", ToJson(it.ids));
  }
  Json operator()(const RemoveSnapshotRef& it) const {
    return Action("remove-snapshot-ref", "ref-name", Json(it.name));
  }
  Json operator()(const SetLocation& it) const {
    return Action("set-location", "location", Json(it.location));
  }
  Json operator()(const SetProperties& it) const {
    return Action("set-properties", "updates", ToJson(it.updates));
  }
  Json operator()(const RemoveProperties& it) const {
    Json list = Json::Array{};
    for (const auto& key : it.removals) list.Append(Json(key));
    return Action("remove-properties", "removals", std::move(list));
  }
  Json operator()(const SetStatistics& it) const {
    Json out = Action("set-statistics", "snapshot-id", Json(it.file.snapshot_id));
    out.Set("statistics", it.file.json);
    return out;
  }
  Json operator()(const RemoveStatistics& it) const {
    return Action("remove-statistics", "snapshot-id", Json(it.snapshot_id));
  }
  Json operator()(const SetPartitionStatistics& it) const {
    return Action("set-partition-statistics", "partition-statistics", it.file.json);
  }
  Json operator()(const RemovePartitionStatistics& it) const {
    return Action("remove-partition-statistics", "snapshot-id", Json(it.snapshot_id));
  }
  Json operator()(const RemoveSpecs& it) const {
    return Action("remove-partition-specs", "spec-ids", ToJson(it.ids));
  }
  Json operator()(const RemoveSchemas& it) const {
    return Action("remove-schemas", "schema-ids", ToJson(it.ids));
  }
};

}  // namespace

Result<Requirement> ParseRequirement(const Json& node) {
  FIRN_OK(RequireObject(node, "update requirement"));
  FIRN_TRY(auto type, RequireString(node, "type"));
  if (type == "assert-create") return Requirement(AssertCreate{});
  if (type == "assert-table-uuid") {
    FIRN_TRY(auto uuid, RequireString(node, "uuid"));
    return Requirement(AssertTableUuid{std::move(uuid)});
  }
  if (type == "assert-ref-snapshot-id") {
    FIRN_TRY(auto ref, RequireString(node, "ref"));
    FIRN_TRY(auto id, OptionalLong(node, "snapshot-id"));
    return Requirement(AssertRefSnapshotId{std::move(ref), id});
  }
  if (type == "assert-last-assigned-field-id") {
    return OfInt<Requirement, AssertLastAssignedFieldId>(node, "last-assigned-field-id");
  }
  if (type == "assert-current-schema-id") {
    return OfInt<Requirement, AssertCurrentSchemaId>(node, "current-schema-id");
  }
  if (type == "assert-last-assigned-partition-id") {
    return OfInt<Requirement, AssertLastAssignedPartitionId>(node, "last-assigned-partition-id");
  }
  if (type == "assert-default-spec-id")
    return OfInt<Requirement, AssertDefaultSpecId>(node, "default-spec-id");
  if (type == "assert-default-sort-order-id") {
    return OfInt<Requirement, AssertDefaultSortOrderId>(node, "default-sort-order-id");
  }
  return Fail(Kind::kInvalid, "Unrecognized update requirement. Cannot convert to a requirement: " +
                                  type.substr(0, 100));
}

Result<Update> ParseUpdate(const Json& node) {
  FIRN_OK(RequireObject(node, "metadata update"));
  FIRN_TRY(auto action, RequireString(node, "action"));
  FIRN_TRY(auto structural, ParseStructural(action, node));
  if (structural) return *std::move(structural);
  if (action == "assign-uuid") {
    FIRN_TRY(auto uuid, RequireString(node, "uuid"));
    return Update(AssignUuid{std::move(uuid)});
  }
  if (action == "add-snapshot") {
    FIRN_TRY(const Json* member, RequireMember(node, "snapshot"));
    FIRN_TRY(auto snapshot, ParseSnapshot(*member));
    return Update(AddSnapshot{std::move(snapshot)});
  }
  if (action == "set-snapshot-ref") {
    FIRN_TRY(auto name, RequireString(node, "ref-name"));
    FIRN_TRY(auto ref, ParseSnapshotRef(node));
    return Update(SetSnapshotRef{std::move(name), ref});
  }
  if (action == "remove-snapshots") {
    FIRN_TRY([[maybe_unused]] auto list, RequireArray(node, "snapshot-ids"));
    FIRN_TRY(auto ids, LongList(node, "snapshot-ids"));
    return Update(RemoveSnapshots{std::move(ids)});
  }
  if (action == "remove-snapshot-ref") {
    FIRN_TRY(auto name, RequireString(node, "ref-name"));
    return Update(RemoveSnapshotRef{std::move(name)});
  }
  if (action == "set-location") {
    FIRN_TRY(auto location, RequireString(node, "location"));
    return Update(SetLocation{std::move(location)});
  }
  if (action == "set-properties") return ParseSetProperties(node);
  if (action == "remove-properties") return ParseRemoveProperties(node);
  if (action == "set-statistics" || action == "remove-statistics" ||
      action == "set-partition-statistics" || action == "remove-partition-statistics") {
    return ParseStatisticsUpdate(action, node);
  }
  return Fail(Kind::kInvalid,
              "Cannot convert metadata update action from json: " + action.substr(0, 100));
}

Result<TableChange> ParseTableChange(const Json& body) {
  FIRN_OK(RequireObject(body, "commit request"));
  TableChange change;
  FIRN_TRY(const Json::Array* requirements, OptionalArray(body, "requirements"));
  for (const Json& item : *requirements) {
    FIRN_TRY(auto requirement, ParseRequirement(item));
    change.requirements.push_back(std::move(requirement));
  }
  FIRN_TRY(const Json::Array* updates, OptionalArray(body, "updates"));
  for (const Json& item : *updates) {
    FIRN_TRY(auto update, ParseUpdate(item));
    change.updates.push_back(std::move(update));
  }
  return change;
}

Json RequirementJson(const Requirement& requirement) {
  return std::visit(
      Match{
          [](const AssertCreate&) { return Tagged("type", "assert-create"); },
          [](const AssertTableUuid& it) {
            return Assertion("assert-table-uuid", "uuid", Json(it.uuid));
          },
          [](const AssertRefSnapshotId& it) {
            Json out = Assertion("assert-ref-snapshot-id", "ref", Json(it.ref));
            out.Set("snapshot-id", it.snapshot_id ? Json(*it.snapshot_id) : Json());
            return out;
          },
          [](const AssertLastAssignedFieldId& it) {
            return Assertion("assert-last-assigned-field-id", "last-assigned-field-id",
                             Json(it.id));
          },
          [](const AssertCurrentSchemaId& it) {
            return Assertion("assert-current-schema-id", "current-schema-id", Json(it.id));
          },
          [](const AssertLastAssignedPartitionId& it) {
            return Assertion("assert-last-assigned-partition-id", "last-assigned-partition-id",
                             Json(it.id));
          },
          [](const AssertDefaultSpecId& it) {
            return Assertion("assert-default-spec-id", "default-spec-id", Json(it.id));
          },
          [](const AssertDefaultSortOrderId& it) {
            return Assertion("assert-default-sort-order-id", "default-sort-order-id", Json(it.id));
          },
      },
      requirement);
}

Json UpdateJson(const Update& update) { return std::visit(UpdateWriter(), update); }

Json TableChangeJson(const TableChange& change) {
  Json requirements = Json::Array{};
  for (const auto& requirement : change.requirements)
    requirements.Append(RequirementJson(requirement));
  Json updates = Json::Array{};
  for (const auto& update : change.updates) updates.Append(UpdateJson(update));
  Json out = Json::Object{};
  out.Set("requirements", std::move(requirements));
  out.Set("updates", std::move(updates));
  return out;
}

}  // namespace firn::iceberg
