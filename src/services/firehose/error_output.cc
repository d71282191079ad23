#include "services/firehose/error_output.h"

#include <cstdio>
#include <ctime>

#include "api/firehose.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "format/json.h"
#include "services/firehose/limits.h"

namespace firn::services::firehose {
namespace {

constexpr std::string_view kHourPath = "yyyy/MM/dd/HH/";
constexpr std::string_view kNameTime = "yyyy-MM-dd-HH-mm-ss";
constexpr size_t kRandomCharacters = 11;

std::string Digits(int64_t value, size_t width) {
  char text[24];
  std::snprintf(text, sizeof text, "%0*lld", static_cast<int>(width),
                static_cast<long long>(value));
  return text;
}

// One run of a letter of a java.time pattern, in UTC; false when the letter is not known.
bool AppendJavaField(char letter, size_t count, Time time, std::string& out) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::milliseconds>(time - days));
  switch (letter) {
    case 'y':
    case 'u': {
      const int year = static_cast<int>(date.year());
      out += count == 2 ? Digits(year % 100, 2) : Digits(year, count);
      return true;
    }
    case 'M': out += Digits(static_cast<unsigned>(date.month()), count); return count <= 2;
    case 'd': out += Digits(static_cast<unsigned>(date.day()), count); return count <= 2;
    case 'D':
      out += Digits((days - std::chrono::sys_days(date.year() / 1 / 1)).count() + 1, count);
      return count <= 3;
    case 'H': out += Digits(clock.hours().count(), count); return count <= 2;
    case 'm': out += Digits(clock.minutes().count(), count); return count <= 2;
    case 's': out += Digits(clock.seconds().count(), count); return count <= 2;
    case 'S': out += Digits(clock.subseconds().count(), 3).substr(0, count); return count <= 3;
    default: return false;
  }
}

// A pattern of java.time.format.DateTimeFormatter with numeric fields and quoted text; false when
// it has others.
bool AppendJavaTime(std::string_view pattern, Time time, std::string& out) {
  for (size_t i = 0; i < pattern.size();) {
    const char c = pattern[i];
    if (c == '\'') {
      const size_t end = pattern.find('\'', i + 1);
      if (end == std::string_view::npos) return false;
      out += end == i + 1 ? "'" : std::string(pattern.substr(i + 1, end - i - 1));
      i = end + 1;
      continue;
    }
    if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
      out += c;
      ++i;
      continue;
    }
    size_t count = 1;
    while (i + count < pattern.size() && pattern[i + count] == c) ++count;
    if (!AppendJavaField(c, count, time, out)) return false;
    i += count;
  }
  return true;
}

std::string JavaTime(std::string_view pattern, Time time) {
  std::string out;
  AppendJavaTime(pattern, time, out);
  return out;
}

struct Evaluated {
  std::string text;
  bool expressions = false;
  bool type = false;
  bool timestamp = false;
  std::string problem;  // empty when the prefix is right
};

std::string RandomText(std::string_view seed) {
  constexpr std::string_view kAlphabet =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::string digest = Sha256("random " + std::string(seed));
  std::string text;
  for (size_t i = 0; i < kRandomCharacters; ++i)
    text += kAlphabet[static_cast<uint8_t>(digest[i]) % kAlphabet.size()];
  return text;
}

// What of ErrorOutputPrefix is right in Prefix, and the other way round.
enum class PrefixOf { kErrors, kData };

Evaluated Evaluate(PrefixOf kind, std::string_view prefix, std::string_view type, Time time,
                   std::string_view seed) {
  const std::string name = kind == PrefixOf::kErrors ? "ErrorOutputPrefix" : "Prefix";
  Evaluated out;
  while (!prefix.empty()) {
    const size_t begin = prefix.find("!{");
    out.text += prefix.substr(0, begin);
    if (begin == std::string_view::npos) break;
    const size_t end = prefix.find('}', begin);
    const std::string_view expression = end == std::string_view::npos
                                            ? std::string_view()
                                            : prefix.substr(begin + 2, end - begin - 2);
    out.expressions = true;
    constexpr std::string_view kTimestamp = "timestamp:";
    if (expression.starts_with(kTimestamp) &&
        AppendJavaTime(expression.substr(kTimestamp.size()), time, out.text)) {
      out.timestamp = true;
    } else if (kind == PrefixOf::kErrors && expression == "firehose:error-output-type") {
      out.text += type;
      out.type = true;
    } else if (expression == "firehose:random-string") {
      out.text += RandomText(seed);
    } else {
      out.problem = name + " has an invalid expression: " + std::string(expression);
      return out;
    }
    prefix.remove_prefix(end + 1);
  }
  if (kind == PrefixOf::kErrors && out.expressions && !out.type) {
    out.problem = "ErrorOutputPrefix with expressions must include !{firehose:error-output-type}";
  } else if (out.text.size() > kPrefixBytesMax) {
    out.problem = name + " is longer than " + std::to_string(kPrefixBytesMax) + " characters";
  }
  return out;
}

// A UUID of version 8 (RFC 9562) made from the seed.
std::string UuidOf(std::string_view seed) {
  std::string bytes = Sha256("uuid " + std::string(seed)).substr(0, 16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x80);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text = HexEncode(bytes);
  for (const size_t hyphen : {20, 16, 12, 8}) text.insert(hyphen, "-");
  return text;
}

}  // namespace

Result<void> CheckErrorPrefix(std::string_view prefix) {
  const Evaluated evaluated = Evaluate(PrefixOf::kErrors, prefix, kIcebergFailed, Time(), "");
  if (!evaluated.problem.empty()) return api::firehose::InvalidArgumentException(evaluated.problem);
  return {};
}

std::string ErrorObjectKey(const ErrorObject& object) {
  std::string key;
  bool hour = true;
  const Evaluated evaluated =
      Evaluate(PrefixOf::kErrors, object.prefix, object.type, object.time, object.seed);
  if (object.prefix.empty()) {
    key = object.fallback + std::string(object.type) + "/";
  } else if (!evaluated.expressions) {
    key = object.prefix + std::string(object.type) + "/";
  } else {
    key = evaluated.text;
    hour = !evaluated.timestamp;
  }
  if (hour) key += JavaTime(kHourPath, object.time);
  return key + object.stream + "-" + std::to_string(object.version) + "-" +
         JavaTime(kNameTime, object.time) + "-" + UuidOf(object.seed);
}

Result<void> CheckDataPrefix(std::string_view prefix) {
  const Evaluated evaluated = Evaluate(PrefixOf::kData, prefix, "", Time(), "");
  if (!evaluated.problem.empty()) return api::firehose::InvalidArgumentException(evaluated.problem);
  return {};
}

std::string DataObjectKey(const DataObject& object) {
  const Evaluated evaluated =
      Evaluate(PrefixOf::kData, object.prefix, "", object.oldest, object.seed);
  std::string key = evaluated.text;
  if (!evaluated.timestamp) key += JavaTime(kHourPath, object.oldest);
  return key + object.stream + "-" + std::to_string(object.version) + "-" +
         JavaTime(kNameTime, object.written) + "-" + UuidOf(object.seed) + object.extension;
}

void AppendErrorLine(const ErrorRecord& record, std::string& lines) {
  format::Json line(format::Json::Object{});
  line.Set("attemptsMade", record.attempts);
  line.Set("arrivalTimestamp", EpochMillis(record.arrival));
  line.Set("errorCode", record.code);
  line.Set("errorMessage", record.message);
  line.Set("attemptEndingTimestamp", EpochMillis(record.ended));
  line.Set("rawData", Base64Encode(record.data));
  lines += line.Text();
  lines += '\n';
}

}  // namespace firn::services::firehose
