#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.h"

namespace firn {

// How much a line matters. Lines below the level that is set are not written; kOff writes none.
enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

// One value beside the message. Never a secret and never row data. Borrows until the call returns.
struct LogField {
  using Value = std::variant<std::string_view, int64_t, double, bool>;

  LogField(std::string_view name, std::string_view text) : key(name), value(text) {}
  LogField(std::string_view name, const std::string& text)
      : key(name), value(std::string_view(text)) {}
  LogField(std::string_view name, const char* text) : key(name), value(std::string_view(text)) {}
  template <std::integral Number>
  LogField(std::string_view name, Number number) : key(name), value(static_cast<int64_t>(number)) {}
  LogField(std::string_view name, double number) : key(name), value(number) {}
  LogField(std::string_view name, bool truth) : key(name), value(truth) {}

  std::string_view key;
  Value value;
};
using LogFields = std::initializer_list<LogField>;

// The level of the whole process; kInfo until it is set. Threads: any.
void SetLogLevel(LogLevel level);
bool LogEnabled(LogLevel level);
// The level of that name ("debug", "info", "warning", "error", "off") in `level`; whether there is
// one.
bool ParseLogLevel(std::string_view name, LogLevel& level);

// Writes one JSON line to standard error: {"level":"info","message":"stream
// delivered","stream":"orders","rows":3}. `message` is fixed words; what varies goes into fields.
// The line is written by one system call, so lines of several threads do not mix. Threads: any.
void Log(LogLevel level, std::string_view message, LogFields fields = {});
// The same with "time" in front, for callers that know it.
void LogAt(Time time, LogLevel level, std::string_view message, LogFields fields = {});

// The line that Log and LogAt write, with its newline. Long texts are cut, bytes that are not UTF-8
// are escaped one by one.
std::string FormatLogLine(const Time* time, LogLevel level, std::string_view message,
                          LogFields fields);

}  // namespace firn
