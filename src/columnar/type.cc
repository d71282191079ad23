#include "columnar/type.h"

#include <algorithm>

namespace firn::columnar {

ColumnType ColumnType::Of(TypeId id) {
  ColumnType type;
  type.id = id;
  return type;
}

ColumnType ColumnType::Decimal(int precision, int scale) {
  ColumnType type = Of(TypeId::kDecimal);
  type.precision = precision;
  type.scale = scale;
  return type;
}

ColumnType ColumnType::Fixed(int length) {
  ColumnType type = Of(TypeId::kFixed);
  type.length = length;
  return type;
}

ColumnType ColumnType::List(Field element) {
  ColumnType type = Of(TypeId::kList);
  element.name = "element";
  type.fields.push_back(std::move(element));
  return type;
}

ColumnType ColumnType::Map(Field key, Field value) {
  ColumnType type = Of(TypeId::kMap);
  key.name = "key";
  key.required = true;
  value.name = "value";
  type.fields.push_back(std::move(key));
  type.fields.push_back(std::move(value));
  return type;
}

ColumnType ColumnType::Struct(std::vector<Field> members) {
  ColumnType type = Of(TypeId::kStruct);
  type.fields = std::move(members);
  return type;
}

bool ColumnType::operator==(const ColumnType& other) const {
  return id == other.id && precision == other.precision && scale == other.scale &&
         length == other.length && fields == other.fields;
}

std::string ColumnType::text() const {
  switch (id) {
    case TypeId::kBool: return "boolean";
    case TypeId::kInt32: return "int";
    case TypeId::kInt64: return "long";
    case TypeId::kFloat: return "float";
    case TypeId::kDouble: return "double";
    case TypeId::kDecimal:
      return "decimal(" + std::to_string(precision) + "," + std::to_string(scale) + ")";
    case TypeId::kDate: return "date";
    case TypeId::kTime: return "time";
    case TypeId::kTimestamp: return "timestamp";
    case TypeId::kTimestampTz: return "timestamptz";
    case TypeId::kString: return "string";
    case TypeId::kUuid: return "uuid";
    case TypeId::kBinary: return "binary";
    case TypeId::kFixed: return "fixed[" + std::to_string(length) + "]";
    case TypeId::kList: return "list<" + fields.at(0).type.text() + ">";
    case TypeId::kMap:
      return "map<" + fields.at(0).type.text() + ", " + fields.at(1).type.text() + ">";
    case TypeId::kStruct: break;
  }
  std::string out = "struct<";
  for (const Field& field : fields) {
    if (out.size() > 7) out += ", ";
    out += field.name + ": " + field.type.text();
  }
  return out + ">";
}

std::string UuidText(Uuid uuid) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(36);
  for (int nibble = 0; nibble < 32; ++nibble) {
    if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20) out += '-';
    uint64_t half = nibble < 16 ? uuid.high : uuid.low;
    out += kDigits[half >> (60 - 4 * (nibble % 16)) & 15];
  }
  return out;
}

std::string DecimalText(Int128 unscaled, int scale) {
  bool negative = unscaled < 0;
  unsigned __int128 magnitude = negative ? -static_cast<unsigned __int128>(unscaled) : unscaled;
  std::string digits;
  while (magnitude != 0 || digits.size() <= static_cast<size_t>(scale)) {
    if (digits.size() == static_cast<size_t>(scale) && scale > 0) digits += '.';
    digits += static_cast<char>('0' + static_cast<int>(magnitude % 10));
    magnitude /= 10;
    if (magnitude == 0 && digits.size() > static_cast<size_t>(scale)) break;
  }
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace firn::columnar
