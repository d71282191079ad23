#include "iceberg/partition.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "iceberg/json_fields.h"
#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

// A source column: "source-id", or a "source-ids" of one element as format version 3 writes it.
Result<int32_t> SourceId(const Json& node) {
  if (!node["source-id"].is_null() || node["source-ids"].is_null())
    return RequireInt(node, "source-id");
  FIRN_TRY(auto ids, IntList(node, "source-ids"));
  if (ids.size() != 1)
    return Fail(Kind::kUnsupported, "Transforms of several columns are not supported: source-ids");
  return ids[0];
}

Result<Transform> TransformOf(const Json& node) {
  FIRN_TRY(auto text, RequireString(node, "transform"));
  return Transform::Parse(text);
}

Result<PartitionField> ParseField(const Json& node) {
  FIRN_OK(RequireObject(node, "partition field"));
  PartitionField field;
  FIRN_TRY(field.name, RequireString(node, "name"));
  FIRN_TRY(field.transform, TransformOf(node));
  FIRN_TRY(field.source_id, SourceId(node));
  FIRN_TRY(auto id, OptionalId(node, "field-id"));
  if (id && *id <= 0)
    return Fail(Kind::kInvalid, "Invalid partition field id: " + std::to_string(*id));
  field.field_id = id.value_or(0);
  return field;
}

Result<SortField> ParseSortField(const Json& node) {
  FIRN_OK(RequireObject(node, "sort field"));
  SortField field;
  FIRN_TRY(field.transform, TransformOf(node));
  FIRN_TRY(field.source_id, SourceId(node));
  FIRN_TRY(auto direction, RequireString(node, "direction"));
  FIRN_TRY(auto nulls, RequireString(node, "null-order"));
  if (direction != "asc" && direction != "desc") {
    return Fail(Kind::kInvalid, "Invalid sort direction: " + direction.substr(0, 100));
  }
  if (nulls != "nulls-first" && nulls != "nulls-last") {
    return Fail(Kind::kInvalid, "Invalid null order: " + nulls.substr(0, 100));
  }
  field.direction =
      direction == "asc" ? SortField::Direction::kAscending : SortField::Direction::kDescending;
  field.nulls = nulls == "nulls-first" ? SortField::Nulls::kFirst : SortField::Nulls::kLast;
  return field;
}

Type SourceType(const PartitionField& field, const Schema& schema) {
  const Field* source = schema.FindField(field.source_id);
  return source ? source->type : Type::Of(TypeId::kString);
}

// application/x-www-form-urlencoded, as java.net.URLEncoder.
std::string FormEncode(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (char c : text) {
    auto byte = static_cast<uint8_t>(c);
    if (std::isalnum(byte) || c == '.' || c == '-' || c == '*' || c == '_') {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return out;
}

}  // namespace

bool PartitionSpec::is_unpartitioned() const {
  return std::ranges::all_of(
      fields, [](const auto& field) { return field.transform.kind == Transform::Kind::kVoid; });
}

int32_t PartitionSpec::HighestFieldId() const {
  int32_t highest = kPartitionFieldIdFirst - 1;
  for (const auto& field : fields) highest = std::max(highest, field.field_id);
  return highest;
}

bool PartitionSpec::SameFields(const PartitionSpec& other) const {
  return std::ranges::equal(fields, other.fields, [](const auto& a, const auto& b) {
    return a.source_id == b.source_id && a.transform == b.transform && a.name == b.name;
  });
}

Result<PartitionSpec> ParsePartitionSpec(const Json& node) {
  FIRN_OK(RequireObject(node, "partition spec"));
  PartitionSpec spec;
  FIRN_TRY(auto id, OptionalId(node, "spec-id"));
  spec.spec_id = id.value_or(0);
  FIRN_TRY(const Json::Array* fields, RequireArray(node, "fields"));
  for (const Json& item : *fields) {
    FIRN_TRY(auto field, ParseField(item));
    spec.fields.push_back(std::move(field));
  }
  return spec;
}

Result<SortOrder> ParseSortOrder(const Json& node) {
  FIRN_OK(RequireObject(node, "sort order"));
  SortOrder order;
  FIRN_TRY(auto id, OptionalId(node, "order-id"));
  FIRN_TRY(const Json::Array* fields, RequireArray(node, "fields"));
  for (const Json& item : *fields) {
    FIRN_TRY(auto field, ParseSortField(item));
    order.fields.push_back(std::move(field));
  }
  order.order_id = id.value_or(order.fields.empty() ? 0 : 1);
  return order;
}

Result<std::vector<PartitionField>> ParsePartitionFields(const Json& list) {
  if (!list.is_array()) return Fail(Kind::kInvalid, "Cannot parse partition fields: not a list");
  std::vector<PartitionField> fields;
  int32_t next = kPartitionFieldIdFirst;
  for (const Json& item : list.array()) {
    FIRN_TRY(auto field, ParseField(item));
    if (field.field_id == 0) field.field_id = next;
    next = std::max(next, field.field_id) + 1;
    fields.push_back(std::move(field));
  }
  return fields;
}

Json PartitionFieldsJson(const std::vector<PartitionField>& fields) {
  Json list = Json::Array{};
  for (const auto& field : fields) {
    Json out = Json::Object{};
    out.Set("name", field.name);
    out.Set("transform", field.transform.Text());
    out.Set("source-id", field.source_id);
    if (field.field_id != 0) out.Set("field-id", field.field_id);
    list.Append(std::move(out));
  }
  return list;
}

Json PartitionSpecJson(const PartitionSpec& spec) {
  Json out = Json::Object{};
  out.Set("spec-id", spec.spec_id);
  out.Set("fields", PartitionFieldsJson(spec.fields));
  return out;
}

Json SortOrderJson(const SortOrder& order) {
  Json list = Json::Array{};
  for (const auto& field : order.fields) {
    Json out = Json::Object{};
    out.Set("transform", field.transform.Text());
    out.Set("source-id", field.source_id);
    out.Set("direction", field.direction == SortField::Direction::kAscending ? "asc" : "desc");
    out.Set("null-order", field.nulls == SortField::Nulls::kFirst ? "nulls-first" : "nulls-last");
    list.Append(std::move(out));
  }
  Json out = Json::Object{};
  out.Set("order-id", order.order_id);
  out.Set("fields", std::move(list));
  return out;
}

Result<void> CheckSpec(const PartitionSpec& spec, const Schema& schema) {
  std::set<std::string_view> names;
  std::set<int32_t> ids;
  for (const auto& field : spec.fields) {
    if (field.name.empty()) return Fail(Kind::kInvalid, "Cannot use empty partition name");
    if (!names.insert(field.name).second) {
      return Fail(Kind::kInvalid, "Cannot use partition name more than once: " + field.name);
    }
    if (field.field_id != 0 && !ids.insert(field.field_id).second) {
      return Fail(Kind::kInvalid, "Cannot use partition field id more than once: " +
                                      std::to_string(field.field_id));
    }
    auto column = std::ranges::find(schema.fields, field.name, &Field::name);
    bool may_share = field.transform.kind == Transform::Kind::kIdentity ||
                     field.transform.kind == Transform::Kind::kVoid;
    if (column != schema.fields.end() && !(may_share && column->id == field.source_id)) {
      return Fail(Kind::kInvalid,
                  "Cannot create partition from name that exists in schema: " + field.name);
    }
  }
  return CheckSpecSources(spec, schema);
}

Result<void> CheckSpecSources(const PartitionSpec& spec, const Schema& schema) {
  for (const auto& field : spec.fields) {
    if (field.transform.kind == Transform::Kind::kVoid) continue;
    const Field* source = schema.FindField(field.source_id);
    if (!source) {
      return Fail(Kind::kInvalid, "Cannot find source column for partition field: " +
                                      std::to_string(field.field_id) + ": " + field.name + ": " +
                                      field.transform.Text() + "(" +
                                      std::to_string(field.source_id) + ")");
    }
    if (!source->type.is_primitive()) {
      return Fail(Kind::kInvalid,
                  "Cannot partition by non-primitive source field: " + TypeText(source->type));
    }
    if (!field.transform.Accepts(source->type)) {
      return Fail(Kind::kInvalid, "Invalid source type " + TypeText(source->type) +
                                      " for transform: " + field.transform.Text());
    }
  }
  return {};
}

Result<void> CheckSortOrder(const SortOrder& order, const Schema& schema) {
  for (const auto& field : order.fields) {
    const Field* source = schema.FindField(field.source_id);
    if (!source) {
      return Fail(Kind::kInvalid,
                  "Cannot find source column for sort field: " + field.transform.Text() + "(" +
                      std::to_string(field.source_id) + ")");
    }
    if (!source->type.is_primitive() || !field.transform.Accepts(source->type)) {
      return Fail(Kind::kInvalid, "Invalid source type " + TypeText(source->type) +
                                      " for transform: " + field.transform.Text());
    }
  }
  if (order.order_id == 0 && !order.fields.empty()) {
    return Fail(Kind::kInvalid, "Sort order ID 0 is reserved for unsorted order");
  }
  return {};
}

std::vector<Type> PartitionTypes(const PartitionSpec& spec, const Schema& schema) {
  std::vector<Type> types;
  for (const auto& field : spec.fields)
    types.push_back(field.transform.ResultType(SourceType(field, schema)));
  return types;
}

Result<std::vector<Value>> PartitionValues(const PartitionSpec& spec, const Schema& schema,
                                           const std::vector<Value>& sources) {
  if (sources.size() != spec.fields.size()) {
    return Fail(Kind::kInvalid, "Partition needs one source value for each of its fields");
  }
  std::vector<Value> values;
  for (size_t i = 0; i < sources.size(); ++i) {
    FIRN_TRY(auto value,
             spec.fields[i].transform.Apply(SourceType(spec.fields[i], schema), sources[i]));
    values.push_back(std::move(value));
  }
  return values;
}

std::string PartitionPath(const PartitionSpec& spec, const Schema& schema,
                          const std::vector<Value>& values) {
  std::string path;
  for (size_t i = 0; i < spec.fields.size() && i < values.size(); ++i) {
    const auto& field = spec.fields[i];
    if (!path.empty()) path += '/';
    path += FormEncode(field.name) + "=" +
            FormEncode(field.transform.ResultText(SourceType(field, schema), values[i]));
  }
  return path;
}

}  // namespace firn::iceberg
