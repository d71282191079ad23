// Column types between Iceberg and the Data Catalog, as Iceberg's own Glue clients map them.

#include <algorithm>
#include <charconv>

#include "services/glue/glue.h"

namespace firn::services::glue {
namespace {

using iceberg::Type;
using iceberg::TypeId;

// Splits "a:int,b:struct<c:int,d:int>" at commas that stand outside of brackets.
std::vector<std::string_view> SplitOutside(std::string_view text) {
  std::vector<std::string_view> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '<' || text[i] == '(') ++depth;
    if (text[i] == '>' || text[i] == ')') --depth;
    if (text[i] == ',' && depth == 0) {
      parts.push_back(text.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  parts.push_back(text.substr(begin));
  return parts;
}

Unexpected Unknown(std::string_view text) {
  return api::glue::InvalidInputException("Unsupported column type: " +
                                          std::string(text.substr(0, 128)));
}

constexpr int kNestingMax = 16;

Result<Type> Parse(std::string_view text, int depth) {
  if (depth > kNestingMax) return Unknown(text);
  const auto inside = [&](std::string_view prefix) -> std::optional<std::string_view> {
    if (!text.starts_with(prefix) || !text.ends_with('>')) return {};
    return text.substr(prefix.size(), text.size() - prefix.size() - 1);
  };
  if (const auto element = inside("array<")) {
    FIRN_TRY(auto type, Parse(*element, depth + 1));
    iceberg::Field field;
    field.name = "element";
    field.type = std::move(type);
    return Type::List(std::move(field));
  }
  if (const auto entry = inside("map<")) {
    const auto parts = SplitOutside(*entry);
    if (parts.size() != 2) return Unknown(text);
    iceberg::Field key, value;
    key.name = "key";
    key.required = true;
    value.name = "value";
    FIRN_TRY(key.type, Parse(parts[0], depth + 1));
    FIRN_TRY(value.type, Parse(parts[1], depth + 1));
    return Type::Map(std::move(key), std::move(value));
  }
  if (const auto members = inside("struct<")) {
    std::vector<iceberg::Field> fields;
    for (const std::string_view part : SplitOutside(*members)) {
      const size_t colon = part.find(':');
      if (colon == std::string_view::npos) return Unknown(text);
      iceberg::Field field;
      field.name = part.substr(0, colon);
      FIRN_TRY(field.type, Parse(part.substr(colon + 1), depth + 1));
      fields.push_back(std::move(field));
    }
    return Type::Struct(std::move(fields));
  }
  if (text == "bigint") return Type::Of(TypeId::kLong);
  if (text == "timestamp_ntz") return Type::Of(TypeId::kTimestamp);
  auto primitive = iceberg::ParsePrimitiveType(text);
  if (!primitive) return Unknown(text);
  return primitive;
}

}  // namespace

std::string GlueType(const Type& type) {
  switch (type.id) {
    case TypeId::kLong: return "bigint";
    case TypeId::kTime:
    case TypeId::kUuid: return "string";
    case TypeId::kTimestamp:
    case TypeId::kTimestamptz:
    case TypeId::kTimestampNs:
    case TypeId::kTimestamptzNs: return "timestamp";
    case TypeId::kDecimal:
      return "decimal(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case TypeId::kFixed: return "binary";
    case TypeId::kList: return "array<" + GlueType(type.fields[0].type) + ">";
    case TypeId::kMap:
      return "map<" + GlueType(type.fields[0].type) + "," + GlueType(type.fields[1].type) + ">";
    case TypeId::kStruct: {
      std::string text = "struct<";
      for (const iceberg::Field& field : type.fields) {
        if (text.back() != '<') text += ',';
        text += field.name + ":" + GlueType(field.type);
      }
      return text + ">";
    }
    default: return iceberg::TypeText(type);
  }
}

api::glue::Column ColumnOf(const iceberg::Field& field) {
  api::glue::Column column;
  column.name = field.name;
  column.type = GlueType(field.type);
  column.comment = field.doc;
  column.parameters = {{{"iceberg.field.id", std::to_string(field.id)},
                        {"iceberg.field.optional", field.required ? "false" : "true"},
                        {"iceberg.field.current", "true"}}};
  return column;
}

Result<Type> IcebergType(std::string_view glue_type) { return Parse(glue_type, 0); }

}  // namespace firn::services::glue
