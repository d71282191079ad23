#include "iceberg/calendar.h"

#include <fmt/format.h>

namespace firn::iceberg {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;
constexpr int64_t kDaysPerEra = 146'097;       // 400 years
constexpr int64_t kDaysToMarch0000 = 719'468;  // from 0000-03-01 to 1970-01-01

// Takes characters from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  bool Accept(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  // Exactly `least` to `most` digits.
  std::optional<int64_t> Digits(size_t least, size_t most) {
    size_t count = 0;
    int64_t value = 0;
    while (count < most && count < text_.size() && text_[count] >= '0' && text_[count] <= '9') {
      value = value * 10 + (text_[count++] - '0');
    }
    if (count < least) return std::nullopt;
    text_.remove_prefix(count);
    return value;
  }
  size_t left() const { return text_.size(); }

 private:
  std::string_view text_;
};

std::optional<int64_t> ScanDate(Scanner& in) {
  bool negative = in.Accept('-');
  if (!negative) in.Accept('+');
  auto year = in.Digits(4, 7);
  if (!year || !in.Accept('-')) return std::nullopt;
  auto month = in.Digits(2, 2);
  if (!month || !in.Accept('-')) return std::nullopt;
  auto day = in.Digits(2, 2);
  if (!day || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  CivilDate date{negative ? -*year : *year, static_cast<int>(*month), static_cast<int>(*day)};
  int64_t days = DaysFromCivil(date);
  if (!(CivilFromDays(days) == date) || days != static_cast<int32_t>(days)) return std::nullopt;
  return days;
}

// Nanoseconds since midnight; seconds may be left out.
std::optional<int64_t> ScanTime(Scanner& in) {
  auto hour = in.Digits(2, 2);
  if (!hour || !in.Accept(':')) return std::nullopt;
  auto minute = in.Digits(2, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  int64_t nanos = (*hour * 3'600 + *minute * 60) * kNanosPerSecond;
  if (!in.Accept(':')) return nanos;
  auto second = in.Digits(2, 2);
  if (!second || *second > 59) return std::nullopt;
  nanos += *second * kNanosPerSecond;
  if (!in.Accept('.')) return nanos;
  size_t before = in.left();
  auto fraction = in.Digits(1, 9);
  if (!fraction) return std::nullopt;
  for (size_t digits = before - in.left(); digits < 9; ++digits) *fraction *= 10;
  return nanos + *fraction;
}

// Seconds east of Greenwich: "Z", "+hh:mm" or "+hhmm".
std::optional<int64_t> ScanZone(Scanner& in) {
  if (in.Accept('Z')) return 0;
  bool west = in.Accept('-');
  if (!west && !in.Accept('+')) return std::nullopt;
  auto hour = in.Digits(2, 2);
  in.Accept(':');
  auto minute = in.Digits(2, 2);
  if (!hour || !minute || *hour > 18 || *minute > 59) return std::nullopt;
  int64_t seconds = *hour * 3'600 + *minute * 60;
  return west ? -seconds : seconds;
}

struct Instant {
  int64_t seconds = 0;
  int64_t nanos = 0;  // within the second
};

std::optional<Instant> ScanTimestamp(std::string_view text, Zone zone) {
  Scanner in(text);
  auto days = ScanDate(in);
  if (!days || !(in.Accept('T') || in.Accept(' '))) return std::nullopt;
  auto time = ScanTime(in);
  if (!time) return std::nullopt;
  int64_t offset = 0;
  if (zone == Zone::kUtc) {
    auto scanned = ScanZone(in);
    if (!scanned) return std::nullopt;
    offset = *scanned;
  }
  if (!in.done()) return std::nullopt;
  return Instant{*days * 86'400 + *time / kNanosPerSecond - offset, *time % kNanosPerSecond};
}

}  // namespace

int64_t FloorDivide(int64_t value, int64_t divisor) {
  int64_t quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

// Years are counted from March, so that the leap day is the last one of its year.
CivilDate CivilFromDays(int64_t days) {
  int64_t shifted = days + kDaysToMarch0000;
  int64_t era = FloorDivide(shifted, kDaysPerEra);
  int64_t day_of_era = shifted - era * kDaysPerEra;
  int64_t year_of_era =
      (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t month_from_march = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
  date.month =
      static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

int64_t DaysFromCivil(CivilDate date) {
  int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  int64_t era = FloorDivide(year, 400);
  int64_t year_of_era = year - era * 400;
  int64_t month_from_march = date.month > 2 ? date.month - 3 : date.month + 9;
  int64_t day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * kDaysPerEra + day_of_era - kDaysToMarch0000;
}

std::string DateText(int64_t days) {
  CivilDate date = CivilFromDays(days);
  if (date.year < 0) return fmt::format("-{:04}-{:02}-{:02}", -date.year, date.month, date.day);
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string TimeText(int64_t micros) {
  int64_t seconds = micros / kMicrosPerSecond;
  int64_t fraction = micros % kMicrosPerSecond;
  std::string text =
      fmt::format("{:02}:{:02}:{:02}", seconds / 3'600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  return text;
}

std::string TimestampText(int64_t micros) {
  int64_t days = FloorDivide(micros, kMicrosPerDay);
  int64_t in_day = micros % kMicrosPerDay;  // as if divided towards negative infinity
  return DateText(days) + "T" + TimeText(in_day < 0 ? in_day + kMicrosPerDay : in_day);
}

std::string TimestampNanosText(int64_t nanos) {
  int64_t seconds = FloorDivide(nanos, kNanosPerSecond);
  int64_t days = FloorDivide(seconds, 86'400);
  int64_t in_second = nanos % kNanosPerSecond;
  if (in_second < 0) in_second += kNanosPerSecond;
  return DateText(days) + "T" + TimeText((seconds - days * 86'400) * kMicrosPerSecond) +
         fmt::format(".{:09}", in_second);
}

std::optional<int64_t> ParseDate(std::string_view text) {
  Scanner in(text);
  auto days = ScanDate(in);
  if (!in.done()) return std::nullopt;
  return days;
}

std::optional<int64_t> ParseTimeMicros(std::string_view text) {
  Scanner in(text);
  auto nanos = ScanTime(in);
  if (!nanos || !in.done()) return std::nullopt;
  return *nanos / 1'000;
}

std::optional<int64_t> ParseTimestampMicros(std::string_view text, Zone zone) {
  auto instant = ScanTimestamp(text, zone);
  int64_t micros = 0;
  if (!instant || __builtin_mul_overflow(instant->seconds, kMicrosPerSecond, &micros) ||
      __builtin_add_overflow(micros, instant->nanos / 1'000, &micros)) {
    return std::nullopt;
  }
  return micros;
}

std::optional<int64_t> ParseTimestampNanos(std::string_view text, Zone zone) {
  auto instant = ScanTimestamp(text, zone);
  int64_t nanos = 0;
  if (!instant || __builtin_mul_overflow(instant->seconds, kNanosPerSecond, &nanos) ||
      __builtin_add_overflow(nanos, instant->nanos, &nanos)) {
    return std::nullopt;
  }
  return nanos;
}

}  // namespace firn::iceberg
