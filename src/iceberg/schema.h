#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "columnar/type_makers.h"
#include "format/json.h"

namespace firn::iceberg {

enum class TypeId {
  kBoolean,
  kInt,
  kLong,
  kFloat,
  kDouble,
  kDecimal,
  kDate,
  kTime,
  kTimestamp,
  kTimestamptz,
  kTimestampNs,
  kTimestamptzNs,
  kString,
  kUuid,
  kFixed,
  kBinary,
  kUnknown,
  kVariant,
  kGeometry,
  kGeography,  // of format version 3
  kStruct,
  kList,
  kMap
};

struct Field;

// A column type. A value; nested types own their fields.
struct Type : columnar::TypeMakers<Type, TypeId, Field> {
  TypeId id = TypeId::kString;
  int32_t precision = 0;      // decimal
  int32_t scale = 0;          // decimal
  int32_t length = 0;         // fixed, in bytes
  std::string arguments;      // geometry and geography: the text in parentheses
  std::vector<Field> fields;  // struct: its fields; list: "element"; map: "key" and "value"

  bool is_primitive() const { return id < TypeId::kStruct; }
  bool operator==(const Type& other) const;
};

// A field of a struct, or the element, key or value of a list or map.
struct Field {
  int32_t id = 0;
  std::string name;
  Type type;
  bool required = false;
  std::optional<std::string> doc;
  format::Json initial_default;  // null when there is none; format version 3
  format::Json write_default;
  bool operator==(const Field& other) const;
};

// A table schema: a struct with an id and the fields that identify a row.
struct Schema {
  int32_t schema_id = 0;
  std::vector<Field> fields;
  std::vector<int32_t> identifier_field_ids;

  // The field with this id at any depth, or null.
  const Field* FindField(int32_t id) const;
  // The field with this dotted path ("location.lat", "tags.element", "props.value"), or null.
  const Field* FindField(std::string_view path) const;
  // The dotted path of a field, or empty.
  std::string PathOf(int32_t id) const;
  int32_t HighestFieldId() const;  // 0 without fields
  // Equal in everything but the schema's id.
  bool SameStructure(const Schema& other) const;
  bool operator==(const Schema& other) const = default;
};

// "decimal(9, 2)", "fixed[16]", "timestamptz"; nested types as "struct<...>" for people.
std::string TypeText(const Type& type);
// Parses a primitive type's text. kInvalid when it is none.
Result<Type> ParsePrimitiveType(std::string_view text);

// The JSON forms of the Iceberg specification, appendix C. Parsing is strict: kInvalid names the
// member at fault, and repeated field ids or names are refused. A missing schema-id is 0.
Result<Type> ParseType(const format::Json& node);
Result<Schema> ParseSchema(const format::Json& node);
format::Json TypeJson(const Type& type);
format::Json SchemaJson(const Schema& schema);

// Checks what a parsed document cannot break but a built value may: ids and names are unique,
// identifier fields are required primitives of structs.
Result<void> ValidateSchema(const Schema& schema);
// kInvalid when a column needs a newer format version than `format_version`.
Result<void> CheckSchemaFor(const Schema& schema, int format_version);

// The schema with every id replaced by `next()`, in the order of the reference implementation: the
// fields of a struct first, then what lies inside each. Identifier fields follow their fields.
Schema WithFreshIds(const Schema& schema, int32_t schema_id, const std::function<int32_t()>& next);

// Calls `visit` for every field, outer ones first.
void ForEachField(const std::vector<Field>& fields, const std::function<void(const Field&)>& visit);

}  // namespace firn::iceberg
