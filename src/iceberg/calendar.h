#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Dates and times of day as Iceberg counts them, over the whole range of 32-bit days and 64-bit
// microseconds.
namespace firn::iceberg {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerHour = 3'600 * kMicrosPerSecond;
inline constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// A day of the proleptic Gregorian calendar.
struct CivilDate {
  int64_t year = 1970;
  int month = 1;
  int day = 1;
  bool operator==(const CivilDate&) const = default;
};

CivilDate CivilFromDays(int64_t days);  // days since 1970-01-01
int64_t DaysFromCivil(CivilDate date);

// Division that rounds towards negative infinity; `divisor` is positive.
int64_t FloorDivide(int64_t value, int64_t divisor);

std::string DateText(int64_t days);             // "2026-11-21"
std::string TimeText(int64_t micros);           // "22:31:08" or "22:31:08.123456"
std::string TimestampText(int64_t micros);      // "2026-11-21T22:31:08.123456", without zone
std::string TimestampNanosText(int64_t nanos);  // with nine digits

enum class Zone { kNone, kUtc };

// Empty when the text is anything else. kNone refuses a zone; kUtc requires one and applies it.
std::optional<int64_t> ParseDate(std::string_view text);
std::optional<int64_t> ParseTimeMicros(std::string_view text);
std::optional<int64_t> ParseTimestampMicros(std::string_view text, Zone zone);
std::optional<int64_t> ParseTimestampNanos(std::string_view text, Zone zone);

}  // namespace firn::iceberg
