#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"
#include "columnar/type.h"
#include "format/json.h"
#include "iceberg/schema.h"

namespace firn::iceberg {

using Int128 = __int128;

// One value of a primitive type; what it means is told by the Type beside it. Null is the empty
// variant.
//   boolean -> bool; int, long, date (days), time and timestamps (micros or nanos since midnight or
//   1970) -> int64_t; float, double -> double; string (UTF-8), uuid (16 bytes), fixed, binary ->
//   std::string; decimal -> unscaled Int128.
struct Value {
  std::variant<std::monostate, bool, int64_t, double, std::string, Int128> data;

  static Value Null() { return {}; }
  static Value Bool(bool value) { return {value}; }
  static Value Long(int64_t value) { return {value}; }
  static Value Double(double value) { return {value}; }
  static Value Bytes(std::string value) { return {std::move(value)}; }
  static Value Decimal(Int128 unscaled) { return {unscaled}; }

  bool is_null() const { return std::holds_alternative<std::monostate>(data); }
  const bool* boolean() const { return std::get_if<bool>(&data); }
  const int64_t* integer() const { return std::get_if<int64_t>(&data); }
  const double* real() const { return std::get_if<double>(&data); }
  const std::string* bytes() const { return std::get_if<std::string>(&data); }
  const Int128* decimal() const { return std::get_if<Int128>(&data); }
  bool operator==(const Value& other) const = default;
};

// True when the value is null or of the kind that the type stores.
bool Holds(const Type& type, const Value& value);

// Orders two non-null values of one type as Iceberg's bounds do: bytes unsigned, NaN after every
// number, -0.0 before 0.0. Values of different kinds order by kind.
std::weak_ordering Compare(const Value& a, const Value& b);

// Iceberg's single-value serialization (appendix D), as bounds lie in manifests. Null has none:
// kInvalid.
Result<std::string> ToBinary(const Type& type, const Value& value);
// Accepts what a narrower type wrote before the column was widened (int as long, float as double).
Result<Value> FromBinary(const Type& type, std::string_view bytes);

// The JSON single-value form of appendix D. Null is null; nested types are kUnsupported.
Result<format::Json> ToJson(const Type& type, const Value& value);
Result<Value> FromJson(const Type& type, const format::Json& json);

// Text for people and paths, as the identity transform writes partition values: "2026-11-21",
// "2026-11-21T22:31:08.123456+00:00", "14.20", bytes in base64; "null" for null.
std::string HumanText(const Type& type, const Value& value);

// Decimals: "14.20" for 1420 at scale 2, and back. Parsing refuses more digits after the point than
// the scale.
using columnar::DecimalText;
std::optional<Int128> ParseDecimal(std::string_view text, const Type& type);
// Two's complement, big-endian; `width` 0 means as few bytes as possible. A width too small cuts
// the top bytes.
std::string DecimalBytes(Int128 unscaled, size_t width);
// Nothing for no or more than 16 bytes.
std::optional<Int128> DecimalFromBytes(std::string_view bytes);

// "f79c3e09-677c-4bbd-a479-3f349cb785e7" for 16 bytes, and back.
std::string UuidText(std::string_view bytes);
std::optional<std::string> ParseUuid(std::string_view text);

}  // namespace firn::iceberg
