#include "base/log.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cmath>

#include "base/encoding.h"

namespace firn {
namespace {

constexpr size_t kLogTextBytesMax = 4096;  // of one value
constexpr std::string_view kLevelNames[] = {"debug", "info", "warning", "error", "off"};

std::atomic<LogLevel> level_of_process = LogLevel::kInfo;

void AppendText(std::string_view text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  const bool cut = text.size() > kLogTextBytesMax;
  if (cut) {
    text = text.substr(0, kLogTextBytesMax);
    // Does not end inside a character.
    while (!text.empty() && (text.back() & 0xc0) == 0x80) text.remove_suffix(1);
    if (!text.empty() && (text.back() & 0x80) != 0) text.remove_suffix(1);
  }
  const bool utf8 = IsUtf8(text);
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !utf8)) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += cut ? "...\"" : "\"";
}

template <class Number>
void AppendNumber(Number number, std::string& out) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, number).ptr;
  out.append(text, end);
}

struct AppendValue {
  std::string& out;
  void operator()(std::string_view text) const { AppendText(text, out); }
  void operator()(int64_t number) const { AppendNumber(number, out); }
  void operator()(double number) const {
    if (std::isfinite(number)) {
      AppendNumber(number, out);
    } else {
      out += "null";
    }
  }
  void operator()(bool truth) const { out += truth ? "true" : "false"; }
};

void Write(const Time* time, LogLevel level, std::string_view message, LogFields fields) {
  if (!LogEnabled(level)) return;
  const std::string line = FormatLogLine(time, level, message, fields);
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    // Where standard error is closed or full there is nobody left to tell.
    if (written <= 0) return;
    rest.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace

void SetLogLevel(LogLevel level) { level_of_process.store(level, std::memory_order_relaxed); }

bool LogEnabled(LogLevel level) {
  return level != LogLevel::kOff && level >= level_of_process.load(std::memory_order_relaxed);
}

bool ParseLogLevel(std::string_view name, LogLevel& level) {
  for (size_t i = 0; i < std::size(kLevelNames); ++i) {
    if (kLevelNames[i] != name) continue;
    level = static_cast<LogLevel>(i);
    return true;
  }
  return false;
}

void Log(LogLevel level, std::string_view message, LogFields fields) {
  Write(nullptr, level, message, fields);
}

void LogAt(Time time, LogLevel level, std::string_view message, LogFields fields) {
  Write(&time, level, message, fields);
}

std::string FormatLogLine(const Time* time, LogLevel level, std::string_view message,
                          LogFields fields) {
  std::string out = "{";
  if (time != nullptr) out += "\"time\":\"" + FormatIso8601Millis(*time) + "\",";
  out += "\"level\":\"";
  out += kLevelNames[static_cast<size_t>(level)];
  out += "\",\"message\":";
  AppendText(message, out);
  for (const LogField& field : fields) {
    out += ',';
    AppendText(field.key, out);
    out += ':';
    std::visit(AppendValue{out}, field.value);
  }
  out += "}\n";
  return out;
}

}  // namespace firn
