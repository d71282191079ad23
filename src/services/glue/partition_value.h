#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace firn::services::glue {

// How the values of a partition key compare.
enum class KeyKind { kText, kInteger, kDecimal, kDate, kTimestamp };

// Of a column type such as "bigint", "varchar(10)" or "decimal(9,2)". InvalidInputException
// "Unknown type" for types that partition expressions do not know.
Result<KeyKind> KeyKindOf(std::string_view type);
// "Integral", "Decimal", "Date", "Timestamp", as refusals name them.
std::string_view KeyKindName(KeyKind kind);

// One typed value. Only values of one kind may be compared.
struct KeyValue {
  // Integers, days since 1970, or seconds since 1970.
  int64_t number = 0;
  int32_t nanos = 0;  // of a timestamp
  std::string text;   // of a text; the digits of a decimal without zeros at either end
  int32_t point = 0;  // of a decimal: 0.<digits> times ten to this
  int sign = 0;       // of a decimal: -1, 0 or 1

  std::strong_ordering operator<=>(const KeyValue& other) const;
  bool operator==(const KeyValue& other) const { return (*this <=> other) == 0; }
};

// kInvalid: "\"x\" is not an integer", "... a decimal", "... a date", "... a timestamp".
Result<KeyValue> ParseKeyValue(KeyKind kind, std::string_view text);

// SQL's LIKE: % for any text, _ for one character. Takes time in the product of the lengths.
bool IsLike(std::string_view text, std::string_view pattern);

}  // namespace firn::services::glue
