#include "columnar/scalar_text.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

#include "base/encoding.h"
#include "base/time.h"

namespace firn::columnar {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads `count` digits at `at`, or gives -1.
int Digits(std::string_view text, size_t at, size_t count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (!IsDigit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<int64_t> ParseInteger(std::string_view text) {
  if (text.size() > 1 && text.front() == '+' && IsDigit(text[1])) text.remove_prefix(1);
  int64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> ParseDouble(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') text.remove_prefix(1);
  std::string_view digits = text;
  if (!digits.empty() && digits.front() == '-') digits.remove_prefix(1);
  if (digits.empty() || !(IsDigit(digits.front()) || digits.front() == '.')) return std::nullopt;
  double value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Int128> ParseDecimal(std::string_view text, int precision, int scale) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  std::string digits;  // significant ones, without leading zeros
  int64_t exponent = 0;
  bool point = false;
  bool any = false;
  size_t at = 0;
  for (; at < text.size() && (IsDigit(text[at]) || (text[at] == '.' && !point)); ++at) {
    if (text[at] == '.') {
      point = true;
      continue;
    }
    any = true;
    if (point) --exponent;
    if (text[at] != '0' || !digits.empty()) digits += text[at];
  }
  if (!any) return std::nullopt;
  if (at < text.size()) {
    if (text[at] != 'e' && text[at] != 'E') return std::nullopt;
    std::optional<int64_t> written = ParseInteger(text.substr(at + 1));
    if (!written || *written > 1000 || *written < -1000) return std::nullopt;
    exponent += *written;
  }
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (digits.empty()) return 0;
  int64_t zeros = exponent + scale;
  if (zeros < 0 || static_cast<int64_t>(digits.size()) + zeros > precision) return std::nullopt;
  digits.append(static_cast<size_t>(zeros), '0');
  Int128 value = 0;
  for (char digit : digits) value = value * 10 + (digit - '0');
  return negative ? -value : value;
}

std::optional<int32_t> ParseDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int year = Digits(text, 0, 4);
  int month = Digits(text, 5, 2);
  int day = Digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                   std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

std::optional<int64_t> ParseTime(std::string_view text) {
  if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  int hour = Digits(text, 0, 2);
  int minute = Digits(text, 3, 2);
  int second = Digits(text, 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
    return std::nullopt;
  int64_t micros = 0;
  if (text.size() > 8) {
    size_t count = text.size() - 9;
    if (text[8] != '.' || count < 1 || count > 6) return std::nullopt;
    micros = Digits(text, 9, count);
    if (micros < 0) return std::nullopt;
    for (; count < 6; ++count) micros *= 10;
  }
  return ((hour * 60 + minute) * 60 + second) * int64_t{1'000'000} + micros;
}

std::optional<int64_t> ParseTimestamp(std::string_view text) {
  std::optional<Time> time = ParseIso8601(text);
  if (!time) return std::nullopt;
  return EpochMicros(*time);
}

std::optional<Uuid> ParseUuid(std::string_view text) {
  if (text.size() != 32 && text.size() != 36) return std::nullopt;
  Uuid uuid;
  int nibbles = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.size() == 36 && (i == 8 || i == 13 || i == 18 || i == 23)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    char c = text[i];
    uint64_t digit = 0;
    if (IsDigit(c))
      digit = static_cast<uint64_t>(c - '0');
    else if (c >= 'a' && c <= 'f')
      digit = static_cast<uint64_t>(c - 'a' + 10);
    else if (c >= 'A' && c <= 'F')
      digit = static_cast<uint64_t>(c - 'A' + 10);
    else
      return std::nullopt;
    uint64_t& half = nibbles < 16 ? uuid.high : uuid.low;
    half = half << 4 | digit;
    ++nibbles;
  }
  return uuid;
}

std::optional<std::string> ParseBinary(std::string_view text, std::optional<size_t> length) {
  auto fits = [&](const std::optional<std::string>& bytes) {
    return bytes && (!length || bytes->size() == *length);
  };
  std::optional<std::string> hex = HexDecode(text.starts_with("0x") ? text.substr(2) : text);
  std::optional<std::string> base64 = Base64DecodeLenient(text);
  // Digits that are both are base64, unless a length, a prefix or the lack of padding speaks for
  // hexadecimal.
  if (fits(hex) && (length || text.starts_with("0x") || text.size() % 4 != 0)) return hex;
  if (fits(base64)) return base64;
  return fits(hex) ? hex : std::nullopt;
}

bool IsDateSentinel(int64_t days) {
  constexpr int64_t kMax = std::numeric_limits<int32_t>::max();
  return days >= kMax || days <= -kMax;
}

bool IsTimestampSentinel(int64_t micros) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  return micros == kMax || micros <= -kMax;
}

}  // namespace firn::columnar
