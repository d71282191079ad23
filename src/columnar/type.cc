#include "columnar/type.h"

#include <algorithm>

namespace firn::columnar {

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
  // The magnitude as unsigned: the most negative number has no positive counterpart.
  auto magnitude = negative ? -static_cast<unsigned __int128>(unscaled)
                            : static_cast<unsigned __int128>(unscaled);
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(magnitude % 10)));
    magnitude /= 10;
  } while (magnitude != 0);
  while (digits.size() <= static_cast<size_t>(scale)) digits.push_back('0');
  std::ranges::reverse(digits);
  if (scale > 0) digits.insert(digits.size() - static_cast<size_t>(scale), ".");
  return negative ? "-" + digits : digits;
}

}  // namespace firn::columnar
