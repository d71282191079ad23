#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "columnar/type_makers.h"

namespace firn::columnar {

enum class TypeId {
  kBool,
  kInt32,
  kInt64,
  kFloat,
  kDouble,
  kDecimal,      // precision 1 to 38, scale up to the precision
  kDate,         // days since 1970
  kTime,         // microseconds since midnight
  kTimestamp,    // microseconds since 1970 on a wall clock of no zone
  kTimestampTz,  // microseconds since 1970 UTC
  kString,       // UTF-8
  kUuid,
  kBinary,
  kFixed,  // binary of one length
  kList,
  kMap,
  kStruct,
};

struct Field;

// The type of a column or of a part of one: Iceberg's types of format version 2, with their
// physical units.
struct ColumnType : TypeMakers<ColumnType, TypeId, Field> {
  TypeId id = TypeId::kString;
  int precision = 0;  // decimal
  int scale = 0;      // decimal
  int length = 0;     // fixed
  // list: one, named "element". map: two, "key" (required) and "value". struct: its members.
  std::vector<Field> fields;

  bool nested() const { return id >= TypeId::kList; }
  // The name Iceberg's specification gives the type, as people know it: "timestamptz",
  // "decimal(9,2)", "list<string>".
  std::string text() const;
  bool operator==(const ColumnType& other) const;
};

// A column of a batch, or a part of a nested one.
struct Field {
  std::string name;
  int id = 0;             // Iceberg field id, unique within a schema
  bool required = false;  // never null
  ColumnType type;

  bool operator==(const Field& other) const = default;
};

using Schema = std::vector<Field>;

using Int128 = __int128;

// A UUID as its 128 bits in network order: `high` is the first eight bytes of the text.
struct Uuid {
  uint64_t high = 0;
  uint64_t low = 0;
  auto operator<=>(const Uuid&) const = default;
};

// "f81d4fae-7dec-11d0-a765-00a0c91e6bf6".
std::string UuidText(Uuid uuid);
// A decimal with its point: DecimalText(12345, 2) is "123.45".
std::string DecimalText(Int128 unscaled, int scale);

}  // namespace firn::columnar
