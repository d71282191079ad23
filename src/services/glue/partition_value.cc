#include "services/glue/partition_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include "api/glue.h"

namespace firn::services::glue {
namespace {

constexpr int32_t kDecimalExponentMax = 1000;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

Unexpected NotA(std::string_view text, std::string_view what) {
  return Fail(Kind::kInvalid, "\"" + std::string(text) + "\" is not " + std::string(what));
}

// A number of exactly `width` digits at `at`, which moves behind it.
std::optional<int> Digits(std::string_view text, size_t& at, size_t width) {
  if (at + width > text.size()) return std::nullopt;
  int number = 0;
  for (size_t end = at + width; at < end; ++at) {
    if (!IsDigit(text[at])) return std::nullopt;
    number = number * 10 + (text[at] - '0');
  }
  return number;
}

bool Take(std::string_view text, size_t& at, char expected) {
  if (at >= text.size() || text[at] != expected) return false;
  ++at;
  return true;
}

std::optional<int64_t> Days(std::string_view text, size_t& at) {
  const auto year = Digits(text, at, 4);
  if (!year || !Take(text, at, '-')) return std::nullopt;
  const auto month = Digits(text, at, 2);
  if (!month || !Take(text, at, '-')) return std::nullopt;
  const auto day = Digits(text, at, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

// Up to nine digits of fraction as nanoseconds.
std::optional<int32_t> Nanos(std::string_view text, size_t& at) {
  int32_t nanos = 0;
  int digits = 0;
  for (; at < text.size() && IsDigit(text[at]); ++at, ++digits) {
    if (digits == 9) return std::nullopt;
    nanos = nanos * 10 + (text[at] - '0');
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 9; ++digits) nanos *= 10;
  return nanos;
}

std::optional<KeyValue> Timestamp(std::string_view text) {
  size_t at = 0;
  KeyValue value;
  const auto days = Days(text, at);
  if (!days || !Take(text, at, ' ')) return std::nullopt;
  const auto hour = Digits(text, at, 2);
  if (!hour || *hour > 23 || !Take(text, at, ':')) return std::nullopt;
  const auto minute = Digits(text, at, 2);
  if (!minute || *minute > 59 || !Take(text, at, ':')) return std::nullopt;
  const auto second = Digits(text, at, 2);
  if (!second || *second > 59) return std::nullopt;
  value.number = ((*days * 24 + *hour) * 60 + *minute) * 60 + *second;
  if (at == text.size()) return value;
  if (!Take(text, at, '.')) return std::nullopt;
  const auto nanos = Nanos(text, at);
  if (!nanos || at != text.size()) return std::nullopt;
  value.nanos = *nanos;
  return value;
}

// Digits, at most one point, and an exponent, with a sign before each.
std::optional<KeyValue> Decimal(std::string_view text) {
  KeyValue value;
  size_t at = 0;
  int sign = 1;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) sign = text[at++] == '-' ? -1 : 1;
  bool fraction = false, any = false;
  for (; at < text.size() && (IsDigit(text[at]) || (text[at] == '.' && !fraction)); ++at) {
    if (text[at] == '.') {
      fraction = true;
      continue;
    }
    any = true;
    if (!fraction) ++value.point;
    value.text += text[at];
  }
  if (!any) return std::nullopt;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && text[at] == '+') ++at;
    int32_t exponent = 0;
    const auto [end, error] =
        std::from_chars(text.data() + at, text.data() + text.size(), exponent);
    if (error != std::errc() || exponent > kDecimalExponentMax || exponent < -kDecimalExponentMax) {
      return std::nullopt;
    }
    at = static_cast<size_t>(end - text.data());
    value.point += exponent;
  }
  if (at != text.size()) return std::nullopt;
  const size_t first = std::min(value.text.find_first_not_of('0'), value.text.size());
  value.text.erase(0, first);
  value.point -= static_cast<int32_t>(first);
  while (!value.text.empty() && value.text.back() == '0') value.text.pop_back();
  if (value.text.empty()) return KeyValue();
  value.sign = sign;
  return value;
}

}  // namespace

Result<KeyKind> KeyKindOf(std::string_view type) {
  std::string name(type.substr(0, type.find('(')));
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  constexpr std::array kIntegers = {"int", "integer", "bigint", "long", "tinyint", "smallint"};
  if (name == "string" || name == "varchar" || name == "char") return KeyKind::kText;
  if (std::find(kIntegers.begin(), kIntegers.end(), name) != kIntegers.end()) {
    return KeyKind::kInteger;
  }
  if (name == "decimal") return KeyKind::kDecimal;
  if (name == "date") return KeyKind::kDate;
  if (name == "timestamp") return KeyKind::kTimestamp;
  return api::glue::InvalidInputException("Unknown type : '" + std::string(type) + "'");
}

std::string_view KeyKindName(KeyKind kind) {
  switch (kind) {
    case KeyKind::kText: return "String";
    case KeyKind::kInteger: return "Integral";
    case KeyKind::kDecimal: return "Decimal";
    case KeyKind::kDate: return "Date";
    case KeyKind::kTimestamp: return "Timestamp";
  }
  return "";
}

std::strong_ordering KeyValue::operator<=>(const KeyValue& other) const {
  if (number != other.number) return number <=> other.number;
  if (nanos != other.nanos) return nanos <=> other.nanos;
  if (sign != other.sign) return sign <=> other.sign;
  const auto magnitude =
      point != other.point ? point <=> other.point : text.compare(other.text) <=> 0;
  return sign < 0 ? 0 <=> magnitude : magnitude;
}

Result<KeyValue> ParseKeyValue(KeyKind kind, std::string_view text) {
  KeyValue value;
  switch (kind) {
    case KeyKind::kText: value.text = text; return value;
    case KeyKind::kInteger: {
      const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), value.number);
      if (error != std::errc() || end != digits.data() + digits.size()) {
        return NotA(text, "an integer");
      }
      return value;
    }
    case KeyKind::kDecimal: {
      auto decimal = Decimal(text);
      if (!decimal) return NotA(text, "a decimal");
      return *std::move(decimal);
    }
    case KeyKind::kDate: {
      size_t at = 0;
      const auto days = Days(text, at);
      if (!days || at != text.size()) return NotA(text, "a date");
      value.number = *days;
      return value;
    }
    case KeyKind::kTimestamp: {
      auto timestamp = Timestamp(text);
      if (!timestamp) return NotA(text, "a timestamp");
      return *std::move(timestamp);
    }
  }
  return value;
}

bool IsLike(std::string_view text, std::string_view pattern) {
  size_t t = 0, p = 0;
  size_t star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '%') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == '_') {
      // One character, not one byte, of UTF-8.
      do ++t;
      while (t < text.size() && (static_cast<unsigned char>(text[t]) & 0xC0) == 0x80);
      ++p;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++t;
      ++p;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '%') ++p;
  return p == pattern.size();
}

}  // namespace firn::services::glue
