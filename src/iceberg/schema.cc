#include "iceberg/schema.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "iceberg/json_fields.h"
#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

struct NamedType {
  std::string_view name;
  TypeId id;
};

constexpr NamedType kPlainTypes[] = {
    {"boolean", TypeId::kBoolean},
    {"int", TypeId::kInt},
    {"long", TypeId::kLong},
    {"float", TypeId::kFloat},
    {"double", TypeId::kDouble},
    {"date", TypeId::kDate},
    {"time", TypeId::kTime},
    {"timestamp", TypeId::kTimestamp},
    {"timestamptz", TypeId::kTimestamptz},
    {"timestamp_ns", TypeId::kTimestampNs},
    {"timestamptz_ns", TypeId::kTimestamptzNs},
    {"string", TypeId::kString},
    {"uuid", TypeId::kUuid},
    {"binary", TypeId::kBinary},
    {"unknown", TypeId::kUnknown},
    {"variant", TypeId::kVariant},
    {"geometry", TypeId::kGeometry},
    {"geography", TypeId::kGeography},
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<int32_t> Number(std::string_view text) {
  text = Trim(text);
  int32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

// The text between `open` and the closing character at the end, when `text` is `name` followed by
// it.
std::optional<std::string_view> Inside(std::string_view text, std::string_view name, char open,
                                       char close) {
  if (!text.starts_with(name)) return std::nullopt;
  text = Trim(text.substr(name.size()));
  if (text.size() < 2 || text.front() != open || text.back() != close) return std::nullopt;
  return text.substr(1, text.size() - 2);
}

Result<Type> ParseTypeAt(const Json& node, size_t depth);

Result<Field> ParseField(const Json& node, size_t depth) {
  FIRN_OK(RequireObject(node, "struct field"));
  Field field;
  FIRN_TRY(field.id, RequireId(node, "id"));
  FIRN_TRY(field.name, RequireString(node, "name"));
  const Json* type = node.Find("type");
  if (!type) return Fail(Kind::kInvalid, "Cannot parse missing field: type");
  auto parsed = ParseTypeAt(*type, depth);
  if (!parsed) return Within("field " + field.name, std::move(parsed).error());
  field.type = *std::move(parsed);
  FIRN_TRY(field.required, RequireBool(node, "required"));
  FIRN_TRY(field.doc, OptionalString(node, "doc"));
  field.initial_default = node["initial-default"];
  field.write_default = node["write-default"];
  return field;
}

Result<Field> ParseElement(const Json& node, const char* name, size_t depth) {
  std::string prefix = name;
  Field field;
  field.name = name;
  FIRN_TRY(field.id, RequireId(node, prefix + "-id"));
  const Json* type = node.Find(prefix == "key" || prefix == "value" ? prefix : "element");
  if (!type) return Fail(Kind::kInvalid, "Cannot parse missing field: " + prefix);
  FIRN_TRY(field.type, ParseTypeAt(*type, depth));
  field.required = true;
  if (prefix != "key") {
    FIRN_TRY(field.required, RequireBool(node, prefix + "-required"));
  }
  return field;
}

Result<std::vector<Field>> ParseFields(const Json& node, size_t depth) {
  FIRN_TRY(const Json::Array* list, RequireArray(node, "fields"));
  std::vector<Field> fields;
  fields.reserve(std::min(list->size(), kSchemaFieldsMax));
  for (const Json& item : *list) {
    FIRN_TRY(auto field, ParseField(item, depth));
    fields.push_back(std::move(field));
  }
  return fields;
}

Result<Type> ParseTypeAt(const Json& node, size_t depth) {
  if (depth > kSchemaDepthMax) return Fail(Kind::kInvalid, "Cannot parse type: nested too deeply");
  if (node.is_string()) return ParsePrimitiveType(node.string_or(""));
  FIRN_OK(RequireObject(node, "type"));
  FIRN_TRY(auto kind, RequireString(node, "type"));
  if (kind == "struct") {
    FIRN_TRY(auto fields, ParseFields(node, depth + 1));
    return Type::Struct(std::move(fields));
  }
  if (kind == "list") {
    FIRN_TRY(auto element, ParseElement(node, "element", depth + 1));
    return Type::List(std::move(element));
  }
  if (kind == "map") {
    FIRN_TRY(auto key, ParseElement(node, "key", depth + 1));
    FIRN_TRY(auto value, ParseElement(node, "value", depth + 1));
    return Type::Map(std::move(key), std::move(value));
  }
  return Fail(Kind::kInvalid, "Cannot parse type from json: " + kind.substr(0, 100));
}

const Field* FindIn(const std::vector<Field>& fields, int32_t id) {
  for (const Field& field : fields) {
    if (field.id == id) return &field;
    if (const Field* inner = FindIn(field.type.fields, id)) return inner;
  }
  return nullptr;
}

// Names may hold dots themselves, so every split of the path is tried.
const Field* FindIn(const std::vector<Field>& fields, std::string_view path) {
  for (const Field& field : fields) {
    if (field.name == path) return &field;
    if (path.size() > field.name.size() && path.starts_with(field.name) &&
        path[field.name.size()] == '.') {
      if (const Field* inner = FindIn(field.type.fields, path.substr(field.name.size() + 1)))
        return inner;
    }
  }
  return nullptr;
}

bool PathIn(const std::vector<Field>& fields, int32_t id, std::string& path) {
  for (const Field& field : fields) {
    size_t before = path.size();
    if (!path.empty()) path += '.';
    path += field.name;
    if (field.id == id || PathIn(field.type.fields, id, path)) return true;
    path.resize(before);
  }
  return false;
}

void Renumber(std::vector<Field>& fields, std::map<int32_t, int32_t>& renumbered,
              const std::function<int32_t()>& next) {
  for (Field& field : fields) {
    int32_t fresh = next();
    renumbered[field.id] = fresh;
    field.id = fresh;
  }
  for (Field& field : fields) Renumber(field.type.fields, renumbered, next);
}

// Structs on the way to an identifier field must be required, and no list or map may lie there.
bool ReachableAsIdentifier(const std::vector<Field>& fields, int32_t id) {
  for (const Field& field : fields) {
    if (field.id == id) {
      return field.required && field.type.is_primitive() && field.type.id != TypeId::kFloat &&
             field.type.id != TypeId::kDouble;
    }
    if (field.type.id == TypeId::kStruct && field.required &&
        ReachableAsIdentifier(field.type.fields, id)) {
      return true;
    }
  }
  return false;
}

Result<void> ValidateNames(const std::vector<Field>& fields) {
  std::set<std::string_view> names;
  for (const Field& field : fields) {
    if (field.name.empty()) return Fail(Kind::kInvalid, "Invalid schema: a field has no name");
    if (!names.insert(field.name).second) {
      return Fail(Kind::kInvalid, "Invalid schema: multiple fields for name " + field.name);
    }
    FIRN_OK(ValidateNames(field.type.fields));
  }
  return {};
}

Json FieldJson(const Field& field) {
  Json out = Json::Object{};
  out.Set("id", field.id);
  out.Set("name", field.name);
  out.Set("required", field.required);
  out.Set("type", TypeJson(field.type));
  if (field.doc) out.Set("doc", *field.doc);
  if (!field.initial_default.is_null()) out.Set("initial-default", field.initial_default);
  if (!field.write_default.is_null()) out.Set("write-default", field.write_default);
  return out;
}

Json FieldsJson(const std::vector<Field>& fields) {
  Json::Array list;
  list.reserve(fields.size());
  for (const Field& field : fields) list.push_back(FieldJson(field));
  return Json(std::move(list));
}

}  // namespace

bool Type::operator==(const Type& other) const = default;
bool Field::operator==(const Field& other) const = default;

const Field* Schema::FindField(int32_t id) const { return FindIn(fields, id); }
const Field* Schema::FindField(std::string_view path) const { return FindIn(fields, path); }

std::string Schema::PathOf(int32_t id) const {
  std::string path;
  PathIn(fields, id, path);
  return path;
}

int32_t Schema::HighestFieldId() const {
  int32_t highest = 0;
  ForEachField(fields, [&](const Field& field) { highest = std::max(highest, field.id); });
  return highest;
}

bool Schema::SameStructure(const Schema& other) const {
  auto sorted = [](std::vector<int32_t> ids) {
    std::ranges::sort(ids);
    return ids;
  };
  return fields == other.fields &&
         sorted(identifier_field_ids) == sorted(other.identifier_field_ids);
}

std::string TypeText(const Type& type) {
  switch (type.id) {
    case TypeId::kDecimal:
      return "decimal(" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + ")";
    case TypeId::kFixed: return "fixed[" + std::to_string(type.length) + "]";
    case TypeId::kStruct: {
      std::string text = "struct<";
      for (const Field& field : type.fields) {
        if (text.back() != '<') text += ", ";
        text += std::to_string(field.id) + ": " + field.name + ": " +
                (field.required ? "required " : "optional ") + TypeText(field.type);
      }
      return text + ">";
    }
    case TypeId::kList: return "list<" + TypeText(type.fields[0].type) + ">";
    case TypeId::kMap:
      return "map<" + TypeText(type.fields[0].type) + ", " + TypeText(type.fields[1].type) + ">";
    default: break;
  }
  for (const NamedType& plain : kPlainTypes) {
    if (plain.id != type.id) continue;
    return std::string(plain.name) + (type.arguments.empty() ? "" : "(" + type.arguments + ")");
  }
  return "unknown";
}

Result<Type> ParsePrimitiveType(std::string_view text) {
  for (const NamedType& plain : kPlainTypes) {
    if (plain.name == text) return Type::Of(plain.id);
  }
  if (auto inside = Inside(text, "fixed", '[', ']')) {
    auto length = Number(*inside);
    if (length && *length >= 0) return Type::Fixed(*length);
  }
  if (auto inside = Inside(text, "decimal", '(', ')')) {
    size_t comma = inside->find(',');
    if (comma != std::string_view::npos) {
      auto precision = Number(inside->substr(0, comma));
      auto scale = Number(inside->substr(comma + 1));
      if (precision && scale) {
        if (*precision < 1 || *precision > kDecimalPrecisionMax) {
          return Fail(Kind::kInvalid, "Decimals with precision larger than 38 are not supported: " +
                                          std::to_string(*precision));
        }
        if (*scale >= 0 && *scale <= *precision) return Type::Decimal(*precision, *scale);
      }
    }
  }
  for (auto [name, id] :
       {NamedType{"geometry", TypeId::kGeometry}, NamedType{"geography", TypeId::kGeography}}) {
    if (auto inside = Inside(text, name, '(', ')')) {
      Type type = Type::Of(id);
      type.arguments = std::string(Trim(*inside));
      return type;
    }
  }
  return Fail(Kind::kInvalid,
              "Cannot parse type string to primitive: " + std::string(text.substr(0, 100)));
}

Result<Type> ParseType(const Json& node) { return ParseTypeAt(node, 1); }

Result<Schema> ParseSchema(const Json& node) {
  FIRN_OK(RequireObject(node, "schema"));
  if (node["type"].string_or("") != "struct") {
    return Fail(Kind::kInvalid,
                "Cannot create schema, not a struct type: " + node["type"].Text().substr(0, 100));
  }
  Schema schema;
  FIRN_TRY(auto id, OptionalId(node, "schema-id"));
  schema.schema_id = id.value_or(0);
  FIRN_TRY(schema.fields, ParseFields(node, 1));
  FIRN_TRY(schema.identifier_field_ids, IntList(node, "identifier-field-ids"));
  FIRN_OK(ValidateSchema(schema));
  return schema;
}

Result<void> ValidateSchema(const Schema& schema) {
  std::set<int32_t> ids;
  int32_t repeated = 0;
  size_t count = 0;
  ForEachField(schema.fields, [&](const Field& field) {
    ++count;
    if (!ids.insert(field.id).second && repeated == 0) repeated = field.id;
  });
  if (count > kSchemaFieldsMax) return Fail(Kind::kInvalid, "Invalid schema: too many fields");
  if (repeated != 0 || ids.size() != count) {
    return Fail(Kind::kInvalid,
                "Invalid schema: multiple fields for id " + std::to_string(repeated));
  }
  FIRN_OK(ValidateNames(schema.fields));
  for (int32_t id : schema.identifier_field_ids) {
    if (!ids.contains(id)) {
      return Fail(Kind::kInvalid, "Cannot add fieldId " + std::to_string(id) +
                                      " as an identifier field: field does not exist");
    }
    if (!ReachableAsIdentifier(schema.fields, id)) {
      return Fail(Kind::kInvalid,
                  "Cannot add field " + schema.PathOf(id) +
                      " as an identifier field: not a required primitive field outside lists, "
                      "maps and optional structs, or a floating-point one");
    }
  }
  return {};
}

Result<void> CheckSchemaFor(const Schema& schema, int format_version) {
  std::string problem;
  ForEachField(schema.fields, [&](const Field& field) {
    bool newer = field.type.id == TypeId::kTimestampNs || field.type.id == TypeId::kTimestamptzNs ||
                 (field.type.id >= TypeId::kUnknown && field.type.id <= TypeId::kGeography);
    if (newer && format_version < 3 && problem.empty()) {
      problem = "Invalid type for " + schema.PathOf(field.id) + ": " + TypeText(field.type) +
                " is not supported until v3";
    }
    if (!field.initial_default.is_null() && format_version < 3 && problem.empty()) {
      problem = "Invalid initial default for " + schema.PathOf(field.id) +
                ": non-null default is not supported until v3";
    }
  });
  if (problem.empty()) return {};
  return Fail(Kind::kInvalid,
              "Invalid schema for v" + std::to_string(format_version) + ": " + problem);
}

Json TypeJson(const Type& type) {
  if (type.is_primitive()) return Json(TypeText(type));
  Json out = Json::Object{};
  if (type.id == TypeId::kStruct) {
    out.Set("type", "struct");
    out.Set("fields", FieldsJson(type.fields));
  } else if (type.id == TypeId::kList) {
    out.Set("type", "list");
    out.Set("element-id", type.fields[0].id);
    out.Set("element", TypeJson(type.fields[0].type));
    out.Set("element-required", type.fields[0].required);
  } else {
    out.Set("type", "map");
    out.Set("key-id", type.fields[0].id);
    out.Set("key", TypeJson(type.fields[0].type));
    out.Set("value-id", type.fields[1].id);
    out.Set("value", TypeJson(type.fields[1].type));
    out.Set("value-required", type.fields[1].required);
  }
  return out;
}

Json SchemaJson(const Schema& schema) {
  Json out = Json::Object{};
  out.Set("type", "struct");
  out.Set("schema-id", schema.schema_id);
  if (!schema.identifier_field_ids.empty())
    out.Set("identifier-field-ids", ToJson(schema.identifier_field_ids));
  out.Set("fields", FieldsJson(schema.fields));
  return out;
}

Schema WithFreshIds(const Schema& schema, int32_t schema_id, const std::function<int32_t()>& next) {
  Schema fresh = schema;
  fresh.schema_id = schema_id;
  std::map<int32_t, int32_t> renumbered;
  Renumber(fresh.fields, renumbered, next);
  for (int32_t& id : fresh.identifier_field_ids) id = renumbered[id];
  return fresh;
}

void ForEachField(const std::vector<Field>& fields,
                  const std::function<void(const Field&)>& visit) {
  for (const Field& field : fields) {
    visit(field);
    ForEachField(field.type.fields, visit);
  }
}

}  // namespace firn::iceberg
