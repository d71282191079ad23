#include "iceberg/literal.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/encoding.h"
#include "iceberg/calendar.h"

namespace firn::iceberg {
namespace {

using format::Json;

Unexpected NotA(const Type& type, std::string_view what) {
  return Fail(Kind::kInvalid, "Cannot convert " + std::string(what) + " to " + TypeText(type));
}

template <class Raw>
std::string LittleEndian(Raw raw) {
  std::string out(sizeof raw, '\0');
  std::memcpy(out.data(), &raw, sizeof raw);
  return out;
}

template <class Raw>
Raw FromLittleEndian(std::string_view bytes) {
  Raw raw;
  std::memcpy(&raw, bytes.data(), sizeof raw);
  return raw;
}

bool IsInt32(TypeId id) { return id == TypeId::kInt || id == TypeId::kDate; }

bool IsInt64(TypeId id) {
  switch (id) {
    case TypeId::kLong:
    case TypeId::kTime:
    case TypeId::kTimestamp:
    case TypeId::kTimestamptz:
    case TypeId::kTimestampNs:
    case TypeId::kTimestamptzNs: return true;
    default: return false;
  }
}

// Orders doubles totally: -0.0 < 0.0, numbers < NaN.
std::weak_ordering CompareDoubles(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) <=> std::isnan(b);
  if (a == b) return std::signbit(b) <=> std::signbit(a);
  return a < b ? std::weak_ordering::less : std::weak_ordering::greater;
}

// The shortest text that reads back the same, with Java's names for what is no number.
template <class Real>
std::string RealText(Real number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  std::string text = fmt::format("{}", number);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

Result<Value> IntegerFromJson(const Type& type, const Json& json) {
  if (!json.is_integer()) return NotA(type, json.Text().substr(0, 100));
  int64_t value = json.integer_or(0);
  if (type.id == TypeId::kInt && value != static_cast<int32_t>(value))
    return NotA(type, json.Text());
  return Value::Long(value);
}

Result<Value> TextFromJson(const Type& type, std::string_view text) {
  auto number = [&](std::optional<int64_t> parsed) -> Result<Value> {
    if (!parsed) return NotA(type, text.substr(0, 100));
    return Value::Long(*parsed);
  };
  switch (type.id) {
    case TypeId::kDate: return number(ParseDate(text));
    case TypeId::kTime: return number(ParseTimeMicros(text));
    case TypeId::kTimestamp: return number(ParseTimestampMicros(text, Zone::kNone));
    case TypeId::kTimestamptz: return number(ParseTimestampMicros(text, Zone::kUtc));
    case TypeId::kTimestampNs: return number(ParseTimestampNanos(text, Zone::kNone));
    case TypeId::kTimestamptzNs: return number(ParseTimestampNanos(text, Zone::kUtc));
    case TypeId::kString: return Value::Bytes(std::string(text));
    case TypeId::kDecimal: {
      auto unscaled = ParseDecimal(text, type);
      if (!unscaled) return NotA(type, text.substr(0, 100));
      return Value::Decimal(*unscaled);
    }
    case TypeId::kUuid: {
      auto bytes = ParseUuid(text);
      if (!bytes) return NotA(type, text.substr(0, 100));
      return Value::Bytes(*std::move(bytes));
    }
    case TypeId::kFixed:
    case TypeId::kBinary: {
      auto bytes = HexDecode(text);
      if (!bytes ||
          (type.id == TypeId::kFixed && bytes->size() != static_cast<size_t>(type.length))) {
        return NotA(type, text.substr(0, 100));
      }
      return Value::Bytes(*std::move(bytes));
    }
    default: return NotA(type, "a string");
  }
}

}  // namespace

bool Holds(const Type& type, const Value& value) {
  if (value.is_null()) return true;
  if (IsInt32(type.id))
    return value.integer() && *value.integer() == static_cast<int32_t>(*value.integer());
  if (IsInt64(type.id)) return value.integer() != nullptr;
  switch (type.id) {
    case TypeId::kBoolean: return value.boolean() != nullptr;
    case TypeId::kFloat:
    case TypeId::kDouble: return value.real() != nullptr;
    case TypeId::kDecimal: return value.decimal() != nullptr;
    case TypeId::kString:
    case TypeId::kBinary: return value.bytes() != nullptr;
    case TypeId::kUuid: return value.bytes() && value.bytes()->size() == 16;
    case TypeId::kFixed:
      return value.bytes() && value.bytes()->size() == static_cast<size_t>(type.length);
    default: return false;
  }
}

std::weak_ordering Compare(const Value& a, const Value& b) {
  if (a.data.index() != b.data.index()) return a.data.index() <=> b.data.index();
  if (a.real()) return CompareDoubles(*a.real(), *b.real());
  if (a.integer()) return *a.integer() <=> *b.integer();
  if (a.boolean()) return *a.boolean() <=> *b.boolean();
  if (a.bytes()) return a.bytes()->compare(*b.bytes()) <=> 0;
  if (a.decimal()) {
    if (*a.decimal() == *b.decimal()) return std::weak_ordering::equivalent;
    return *a.decimal() < *b.decimal() ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  return std::weak_ordering::equivalent;
}

Result<std::string> ToBinary(const Type& type, const Value& value) {
  if (value.is_null()) return NotA(type, "null");
  if (!Holds(type, value)) return NotA(type, "a value of another kind");
  if (IsInt32(type.id)) return LittleEndian(static_cast<int32_t>(*value.integer()));
  if (IsInt64(type.id)) return LittleEndian(*value.integer());
  switch (type.id) {
    case TypeId::kBoolean: return std::string(1, *value.boolean() ? '\x01' : '\x00');
    case TypeId::kFloat: return LittleEndian(static_cast<float>(*value.real()));
    case TypeId::kDouble: return LittleEndian(*value.real());
    case TypeId::kDecimal: return DecimalBytes(*value.decimal(), 0);
    default: return *value.bytes();
  }
}

Result<Value> FromBinary(const Type& type, std::string_view bytes) {
  auto wrong = [&] { return NotA(type, std::to_string(bytes.size()) + " bytes"); };
  if (IsInt32(type.id) || IsInt64(type.id)) {
    if (bytes.size() == 4 && (IsInt32(type.id) || type.id == TypeId::kLong)) {
      return Value::Long(FromLittleEndian<int32_t>(bytes));
    }
    if (bytes.size() == 8 && IsInt64(type.id)) return Value::Long(FromLittleEndian<int64_t>(bytes));
    return wrong();
  }
  switch (type.id) {
    case TypeId::kBoolean:
      if (bytes.size() != 1) return wrong();
      return Value::Bool(bytes[0] != 0);
    case TypeId::kFloat:
    case TypeId::kDouble:
      if (bytes.size() == 4) return Value::Double(FromLittleEndian<float>(bytes));
      if (bytes.size() == 8 && type.id == TypeId::kDouble)
        return Value::Double(FromLittleEndian<double>(bytes));
      return wrong();
    case TypeId::kDecimal: {
      auto unscaled = DecimalFromBytes(bytes);
      if (!unscaled) return wrong();
      return Value::Decimal(*unscaled);
    }
    case TypeId::kUuid:
      if (bytes.size() != 16) return wrong();
      return Value::Bytes(std::string(bytes));
    case TypeId::kString:
    case TypeId::kFixed:
    case TypeId::kBinary: return Value::Bytes(std::string(bytes));
    default:
      return Fail(Kind::kUnsupported,
                  "Values of this type have no binary form here: " + TypeText(type));
  }
}

Result<Json> ToJson(const Type& type, const Value& value) {
  if (value.is_null()) return Json();
  if (!type.is_primitive())
    return Fail(Kind::kUnsupported, "Nested values have no JSON form here: " + TypeText(type));
  if (!Holds(type, value)) return NotA(type, "a value of another kind");
  switch (type.id) {
    case TypeId::kBoolean: return Json(*value.boolean());
    case TypeId::kInt:
    case TypeId::kLong: return Json(*value.integer());
    case TypeId::kFloat:
    case TypeId::kDouble: return Json(*value.real());
    case TypeId::kFixed:
    case TypeId::kBinary: return Json(HexEncode(*value.bytes()));
    default: return Json(HumanText(type, value));
  }
}

Result<Value> FromJson(const Type& type, const Json& json) {
  if (json.is_null()) return Value::Null();
  if (!type.is_primitive())
    return Fail(Kind::kUnsupported, "Nested values have no JSON form here: " + TypeText(type));
  switch (type.id) {
    case TypeId::kBoolean:
      if (!json.is_bool()) return NotA(type, json.Text().substr(0, 100));
      return Value::Bool(json.bool_or(false));
    case TypeId::kInt:
    case TypeId::kLong: return IntegerFromJson(type, json);
    case TypeId::kFloat:
    case TypeId::kDouble:
      if (!json.is_number()) return NotA(type, json.Text().substr(0, 100));
      return Value::Double(json.number_or(0));
    default:
      if (!json.is_string()) return NotA(type, json.Text().substr(0, 100));
      return TextFromJson(type, json.string_or(""));
  }
}

std::string HumanText(const Type& type, const Value& value) {
  if (value.is_null() || !Holds(type, value)) return "null";
  switch (type.id) {
    case TypeId::kBoolean: return *value.boolean() ? "true" : "false";
    case TypeId::kFloat: return RealText(static_cast<float>(*value.real()));
    case TypeId::kDouble: return RealText(*value.real());
    case TypeId::kDecimal: return DecimalText(*value.decimal(), type.scale);
    case TypeId::kDate: return DateText(*value.integer());
    case TypeId::kTime: return TimeText(*value.integer());
    case TypeId::kTimestamp: return TimestampText(*value.integer());
    case TypeId::kTimestamptz: return TimestampText(*value.integer()) + "+00:00";
    case TypeId::kTimestampNs: return TimestampNanosText(*value.integer());
    case TypeId::kTimestamptzNs: return TimestampNanosText(*value.integer()) + "+00:00";
    case TypeId::kUuid: return UuidText(*value.bytes());
    case TypeId::kFixed:
    case TypeId::kBinary: return Base64Encode(*value.bytes());
    case TypeId::kString: return *value.bytes();
    default: return std::to_string(*value.integer());
  }
}

std::optional<Int128> ParseDecimal(std::string_view text, const Type& type) {
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  Int128 unscaled = 0;
  int32_t after_point = -1;
  int digits = 0;
  for (char c : text) {
    if (c == '.') {
      if (after_point >= 0) return std::nullopt;
      after_point = 0;
      continue;
    }
    if (c < '0' || c > '9') return std::nullopt;
    if (after_point >= 0 && ++after_point > type.scale) return std::nullopt;
    if (unscaled != 0 || c != '0') ++digits;
    if (digits > type.precision) return std::nullopt;
    unscaled = unscaled * 10 + (c - '0');
  }
  if (text.empty() || text == ".") return std::nullopt;
  for (int32_t i = std::max(after_point, 0); i < type.scale; ++i) {
    if (unscaled != 0 && ++digits > type.precision) return std::nullopt;
    unscaled *= 10;
  }
  return negative ? -unscaled : unscaled;
}

std::string DecimalBytes(Int128 unscaled, size_t width) {
  std::string bytes;
  Int128 rest = unscaled;
  // A byte more is needed until what is left is all sign, and the sign bit of the last byte says
  // so.
  while (true) {
    auto byte = static_cast<uint8_t>(rest & 0xff);
    bytes.push_back(static_cast<char>(byte));
    rest >>= 8;
    bool complete = (rest == 0 && (byte & 0x80) == 0) || (rest == -1 && (byte & 0x80) != 0);
    if (width == 0 ? complete : bytes.size() == width) break;
  }
  std::ranges::reverse(bytes);
  return bytes;
}

std::optional<Int128> DecimalFromBytes(std::string_view bytes) {
  if (bytes.empty() || bytes.size() > 16) return std::nullopt;
  unsigned __int128 value = (bytes[0] & 0x80) != 0 ? ~static_cast<unsigned __int128>(0) : 0;
  for (char byte : bytes) value = (value << 8) | static_cast<uint8_t>(byte);
  return static_cast<Int128>(value);
}

std::string UuidText(std::string_view bytes) {
  std::string text = HexEncode(bytes);
  if (text.size() != 32) return text;
  for (size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return text;
}

std::optional<std::string> ParseUuid(std::string_view text) {
  if (text.size() != 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' ||
      text[23] != '-') {
    return std::nullopt;
  }
  std::string hex(text);
  std::erase(hex, '-');
  if (hex.size() != 32) return std::nullopt;
  return HexDecode(hex);
}

}  // namespace firn::iceberg
