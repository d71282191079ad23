#include "base/time.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace firn {
namespace {

using std::chrono::days;
using std::chrono::floor;

struct Parts {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<Duration> clock;
};

Parts Split(Time time) {
  const auto day = floor<days>(time);
  return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss<Duration>(time - day)};
}

std::string Print(const char* format, const Parts& parts) {
  char text[64];
  std::snprintf(text, sizeof text, format, static_cast<int>(parts.date.year()),
                static_cast<unsigned>(parts.date.month()), static_cast<unsigned>(parts.date.day()),
                static_cast<int>(parts.clock.hours().count()),
                static_cast<int>(parts.clock.minutes().count()),
                static_cast<int>(parts.clock.seconds().count()));
  return text;
}

// Reads digits and separators from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool Digits(size_t count, int& value) {
    if (text_.size() < count) return false;
    value = 0;
    for (size_t i = 0; i < count; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return false;
      value = value * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(count);
    return true;
  }

  bool Skip(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Fraction digits as microseconds; more than nine digits are refused.
  bool Fraction(int64_t& micros) {
    size_t count = 0;
    micros = 0;
    while (count < text_.size() && text_[count] >= '0' && text_[count] <= '9') {
      if (count < 6) micros = micros * 10 + (text_[count] - '0');
      ++count;
    }
    if (count == 0 || count > 9) return false;
    for (size_t i = count; i < 6; ++i) micros *= 10;
    text_.remove_prefix(count);
    return true;
  }

  bool Done() const { return text_.empty(); }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

std::optional<Time> Compose(int year, int month, int day, int hour, int minute, int second,
                            int64_t micros) {
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return {};
  return Time(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) +
         std::chrono::microseconds(micros);
}

// Z, +hh:mm, +hhmm, +hh or nothing; gives what to subtract to reach UTC.
bool Offset(Scanner& scanner, std::chrono::minutes& offset) {
  offset = std::chrono::minutes(0);
  if (scanner.Done() || scanner.Skip('Z') || scanner.Skip('z')) return scanner.Done();
  const bool negative = scanner.Skip('-');
  if (!negative && !scanner.Skip('+')) return false;
  int hours = 0, minutes = 0;
  if (!scanner.Digits(2, hours)) return false;
  if (!scanner.Done()) {
    scanner.Skip(':');
    if (!scanner.Digits(2, minutes)) return false;
  }
  if (hours > 18 || minutes > 59) return false;
  offset = std::chrono::minutes((negative ? -1 : 1) * (hours * 60 + minutes));
  return scanner.Done();
}

// The years 1 to 9999, which every text form can say.
constexpr double kFirstSecond = -62'135'596'800, kLastSecond = 253'402'300'799;

constexpr const char* kWeekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace

double EpochSeconds(Time time) { return static_cast<double>(EpochMicros(time)) / 1e6; }

Time FromEpochSeconds(double seconds) {
  if (std::isnan(seconds)) return Time();
  return FromEpochMicros(std::llround(std::clamp(seconds, kFirstSecond, kLastSecond) * 1e6));
}

int64_t EpochMicros(Time time) { return time.time_since_epoch().count(); }

int64_t EpochMillis(Time time) {
  return floor<std::chrono::milliseconds>(time).time_since_epoch().count();
}

Time FromEpochMicros(int64_t micros) { return Time(Duration(micros)); }

std::string FormatIso8601(Time time) {
  const Parts parts = Split(time);
  std::string text = Print("%04d-%02u-%02uT%02d:%02d:%02d", parts);
  const auto micros = parts.clock.subseconds().count();
  char fraction[16] = "";
  if (micros % 1000 != 0) {
    std::snprintf(fraction, sizeof fraction, ".%06d", static_cast<int>(micros));
  } else if (micros != 0) {
    std::snprintf(fraction, sizeof fraction, ".%03d", static_cast<int>(micros / 1000));
  }
  return text + fraction + "Z";
}

std::string FormatIso8601Millis(Time time) {
  const Parts parts = Split(time);
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%03dZ",
                static_cast<int>(parts.clock.subseconds().count() / 1000));
  return Print("%04d-%02u-%02uT%02d:%02d:%02d", parts) + fraction;
}

std::string FormatAmzDate(Time time) { return Print("%04d%02u%02uT%02d%02d%02dZ", Split(time)); }

std::string FormatHttpDate(Time time) {
  const Parts parts = Split(time);
  const auto weekday = std::chrono::weekday(std::chrono::sys_days(parts.date));
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kWeekdays[weekday.c_encoding()], static_cast<unsigned>(parts.date.day()),
                kMonths[static_cast<unsigned>(parts.date.month()) - 1],
                static_cast<int>(parts.date.year()), static_cast<int>(parts.clock.hours().count()),
                static_cast<int>(parts.clock.minutes().count()),
                static_cast<int>(parts.clock.seconds().count()));
  return text;
}

std::optional<Time> ParseIso8601(std::string_view text) {
  Scanner scanner(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int64_t micros = 0;
  if (!scanner.Digits(4, year) || !scanner.Skip('-') || !scanner.Digits(2, month) ||
      !scanner.Skip('-') || !scanner.Digits(2, day)) {
    return {};
  }
  if (scanner.Done()) return Compose(year, month, day, 0, 0, 0, 0);
  if (!scanner.Skip('T') && !scanner.Skip('t') && !scanner.Skip(' ')) return {};
  if (!scanner.Digits(2, hour) || !scanner.Skip(':') || !scanner.Digits(2, minute)) return {};
  if (scanner.Skip(':')) {
    if (!scanner.Digits(2, second)) return {};
    if (scanner.Skip('.') && !scanner.Fraction(micros)) return {};
  }
  std::chrono::minutes offset;
  if (!Offset(scanner, offset)) return {};
  const auto time = Compose(year, month, day, hour, minute, second, micros);
  if (!time) return {};
  return *time - offset;
}

std::optional<Time> ParseAmzDate(std::string_view text) {
  Scanner scanner(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!scanner.Digits(4, year) || !scanner.Digits(2, month) || !scanner.Digits(2, day) ||
      !scanner.Skip('T') || !scanner.Digits(2, hour) || !scanner.Digits(2, minute) ||
      !scanner.Digits(2, second) || !scanner.Skip('Z') || !scanner.Done()) {
    return {};
  }
  return Compose(year, month, day, hour, minute, second, 0);
}

std::optional<Time> ParseHttpDate(std::string_view text) {
  if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' ||
      text[16] != ' ' || !text.ends_with(" GMT")) {
    return {};
  }
  int day = 0, month = 0, year = 0, hour = 0, minute = 0, second = 0;
  for (int i = 0; i < 12; ++i) {
    if (text.substr(8, 3) == kMonths[i]) month = i + 1;
  }
  Scanner days_part(text.substr(5, 2)), year_part(text.substr(12, 4)),
      clock_part(text.substr(17, 8));
  if (month == 0 || !days_part.Digits(2, day) || !year_part.Digits(4, year) ||
      !clock_part.Digits(2, hour) || !clock_part.Skip(':') || !clock_part.Digits(2, minute) ||
      !clock_part.Skip(':') || !clock_part.Digits(2, second)) {
    return {};
  }
  return Compose(year, month, day, hour, minute, second, 0);
}

}  // namespace firn
