#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "columnar/type.h"

namespace firn::columnar {

// Readers of scalar values written as text. Each takes the whole text or gives nothing: no white
// space around it, no value that does not fit, no loss of digits.

std::optional<int64_t> ParseInteger(std::string_view text);
// Digits with point and exponent, "NaN", "Infinity" or "-Infinity".
std::optional<double> ParseDouble(std::string_view text);
// The unscaled value of a decimal of that precision and scale; "1.50" fits scale 1, "1.55" does
// not.
std::optional<Int128> ParseDecimal(std::string_view text, int precision, int scale);
// "yyyy-mm-dd" as days since 1970.
std::optional<int32_t> ParseDate(std::string_view text);
// "hh:mm:ss" with up to six digits of fraction, as microseconds since midnight.
std::optional<int64_t> ParseTime(std::string_view text);
// ISO-8601 with or without offset, as microseconds since 1970 UTC.
std::optional<int64_t> ParseTimestamp(std::string_view text);
// With hyphens in their places, or 32 digits without; either case.
std::optional<Uuid> ParseUuid(std::string_view text);
// Base64 (standard, MIME, URL-safe) or hexadecimal, with `length` whichever gives as many bytes.
// Text that is both is taken for base64 unless it begins with 0x or its length is no multiple of
// four.
std::optional<std::string> ParseBinary(std::string_view text, std::optional<size_t> length);

// True for values of these types that the engine would take for an infinity.
bool IsDateSentinel(int64_t days);
bool IsTimestampSentinel(int64_t micros);

}  // namespace firn::columnar
