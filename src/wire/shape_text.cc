#include "wire/shape_text.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/encoding.h"
#include "wire/member_path.h"
#include "wire/shape_access.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

template <class T>
std::string Digits(T number) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  return std::string(buffer, end);
}

template <class T>
bool ParseAll(std::string_view text, T* number) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size();
}

template <class T>
std::string FloatingText(T number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  return Digits(number);
}

Unexpected NotA(std::string_view what, std::string_view text) {
  return Fail(Kind::kInvalid, "not " + std::string(what) + ": " + std::string(text.substr(0, 100)));
}

}  // namespace

std::string MemberPath::text() const {
  std::string out = parent != nullptr ? parent->text() : std::string();
  if (!out.empty()) out.push_back('.');
  if (index > 0) return out + std::to_string(index) + ".member";
  out += name;
  char& first = out[out.size() - name.size()];
  if (!is_key && !name.empty() && first >= 'A' && first <= 'Z')
    first = static_cast<char>(first - 'A' + 'a');
  return out;
}

std::string NumberText(double number) { return FloatingText(number); }
std::string NumberText(float number) { return FloatingText(number); }

bool ParseNumber(std::string_view text, double* number) {
  if (text == "NaN")
    *number = std::numeric_limits<double>::quiet_NaN();
  else if (text == "Infinity")
    *number = std::numeric_limits<double>::infinity();
  else if (text == "-Infinity")
    *number = -std::numeric_limits<double>::infinity();
  else if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos)
    return false;
  else
    return ParseAll(text, number);
  return true;
}

std::string TimestampText(Time time, TimestampFormat format) {
  switch (format) {
    case TimestampFormat::kHttpDate: return FormatHttpDate(time);
    case TimestampFormat::kEpochSeconds: {
      const int64_t micros = EpochMicros(time);
      return micros % 1000000 == 0 ? Digits(micros / 1000000) : Digits(EpochSeconds(time));
    }
    case TimestampFormat::kIso8601:
    case TimestampFormat::kProtocolDefault: break;
  }
  return FormatIso8601(time);
}

bool ParseTimestamp(std::string_view text, Time* time) {
  double seconds = 0;
  if (auto iso = ParseIso8601(text))
    *time = *iso;
  else if (auto http = ParseHttpDate(text))
    *time = *http;
  else if (ParseNumber(text, &seconds) && std::abs(seconds) < 9e12)
    *time = FromEpochSeconds(seconds);
  else
    return false;
  return true;
}

std::string ScalarText(const Shape& shape, const void* value, TimestampFormat format) {
  switch (shape.type) {
    case ShapeType::kBoolean: return As<bool>(value) ? "true" : "false";
    case ShapeType::kInteger: return Digits(As<int32_t>(value));
    case ShapeType::kLong: return Digits(As<int64_t>(value));
    case ShapeType::kFloat: return NumberText(As<float>(value));
    case ShapeType::kDouble: return NumberText(As<double>(value));
    case ShapeType::kString: return As<std::string>(value);
    case ShapeType::kBlob: return Base64Encode(As<std::string>(value));
    case ShapeType::kTimestamp: return TimestampText(As<Time>(value), format);
    case ShapeType::kDocument: return As<format::Json>(value).Text();
    case ShapeType::kStream:
    case ShapeType::kList:
    case ShapeType::kMap:
    case ShapeType::kStructure: break;
  }
  return {};
}

Result<void> ParseScalar(const Shape& shape, std::string_view text, void* value) {
  if (shape.type != ShapeType::kString) text = Trim(text);
  switch (shape.type) {
    case ShapeType::kBoolean:
      if (EqualsIgnoringCase(text, "true"))
        As<bool>(value) = true;
      else if (EqualsIgnoringCase(text, "false"))
        As<bool>(value) = false;
      else
        return NotA("a boolean", text);
      return {};
    case ShapeType::kInteger:
      if (!ParseAll(text, &As<int32_t>(value))) return NotA("an integer of 32 bits", text);
      return {};
    case ShapeType::kLong:
      if (!ParseAll(text, &As<int64_t>(value))) return NotA("an integer of 64 bits", text);
      return {};
    case ShapeType::kFloat: {
      double number = 0;
      if (!ParseNumber(text, &number)) return NotA("a number", text);
      As<float>(value) = static_cast<float>(number);
      return {};
    }
    case ShapeType::kDouble:
      if (!ParseNumber(text, &As<double>(value))) return NotA("a number", text);
      return {};
    case ShapeType::kString: As<std::string>(value) = std::string(text); return {};
    case ShapeType::kBlob: {
      auto bytes = Base64DecodeLenient(text);
      if (!bytes) return NotA("base64", text);
      As<std::string>(value) = *std::move(bytes);
      return {};
    }
    case ShapeType::kTimestamp:
      if (!ParseTimestamp(text, &As<Time>(value))) return NotA("a timestamp", text);
      return {};
    case ShapeType::kDocument: {
      FIRN_TRY(As<format::Json>(value), format::ParseJson(text));
      return {};
    }
    case ShapeType::kStream:
    case ShapeType::kList:
    case ShapeType::kMap:
    case ShapeType::kStructure: break;
  }
  return Fail(Kind::kUnsupported, "no text form for shape " + std::string(shape.name));
}

std::string ListHeaderText(const Shape& list, const void* value) {
  std::string out;
  for (size_t i = 0; i < list.list->size(value); ++i) {
    std::string text = ScalarText(*list.element, list.list->at(value, i),
                                  FormatOf(*list.element, TimestampFormat::kHttpDate));
    if (list.element->type == ShapeType::kString &&
        text.find_first_of("\",") != std::string::npos) {
      std::string quoted = "\"";
      for (const char c : text) {
        if (c == '"' || c == '\\') quoted.push_back('\\');
        quoted.push_back(c);
      }
      text = quoted + "\"";
    }
    if (i > 0) out += ", ";
    out += text;
  }
  return out;
}

namespace {

// Where the list item starting at `from` ends: the next comma outside quotes, past the comma of an
// HTTP date.
size_t ItemEnd(std::string_view text, size_t from, bool dates) {
  bool quoted = false;
  bool date_comma = !dates;
  for (size_t i = from; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (text[i] == ',' && !quoted) {
      if (date_comma) return i;
      date_comma = true;
    }
  }
  return text.size();
}

std::string Unquote(std::string_view item) {
  if (item.size() < 2 || item.front() != '"' || item.back() != '"') return std::string(item);
  std::string out;
  for (size_t i = 1; i + 1 < item.size(); ++i) {
    if (item[i] == '\\' && i + 2 < item.size()) ++i;
    out.push_back(item[i]);
  }
  return out;
}

}  // namespace

Result<void> ParseListHeader(const Shape& list, std::string_view text, void* value) {
  const bool dates =
      list.element->type == ShapeType::kTimestamp &&
      FormatOf(*list.element, TimestampFormat::kHttpDate) == TimestampFormat::kHttpDate;
  for (size_t at = 0; at < text.size();) {
    const size_t end = ItemEnd(text, at, dates);
    const std::string item = Unquote(Trim(text.substr(at, end - at)));
    FIRN_OK(ParseScalar(*list.element, item, list.list->append(value)));
    at = end + 1;
  }
  return {};
}

}  // namespace firn::wire
