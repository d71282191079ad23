#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace firn {

using Duration = std::chrono::microseconds;
using Time = std::chrono::sys_time<Duration>;

// Seconds since 1970 with a fraction, as AWS's JSON protocols write timestamps.
double EpochSeconds(Time time);
Time FromEpochSeconds(double seconds);  // to the nearest of years 1 to 9999; NaN is 1970
int64_t EpochMicros(Time time);
int64_t EpochMillis(Time time);
Time FromEpochMicros(int64_t micros);

// "2026-11-21T06:29:00Z", with ".123" or ".123456" only when there is a fraction.
std::string FormatIso8601(Time time);
// "2026-11-21T06:29:00.123Z": always exactly three digits of fraction.
std::string FormatIso8601Millis(Time time);
// "20261121T062900Z", the form of x-amz-date.
std::string FormatAmzDate(Time time);
// "Sat, 21 Nov 2026 06:29:00 GMT".
std::string FormatHttpDate(Time time);

// Accepts "2026-11-21T06:29:00", a space for T, up to nine digits of fraction (cut to micros), and
// Z, +hh:mm, +hhmm, +hh or nothing (taken as UTC). Seconds may be missing; a bare date is midnight.
// Empty when the text is anything else or a field is out of range.
std::optional<Time> ParseIso8601(std::string_view text);
std::optional<Time> ParseAmzDate(std::string_view text);
// The form that FormatHttpDate writes; the name of the day is not compared with the date.
std::optional<Time> ParseHttpDate(std::string_view text);

}  // namespace firn
