#include "format/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "format/limits.h"

namespace firn::format {
namespace {

const Json kNull;
const Json::Array kNoArray;
const Json::Object kNoObject;

constexpr size_t kPairwiseKeysMax = 24;
constexpr double kTwoTo63 = 9223372036854775808.0;

std::string_view Escape(unsigned char c) {
  switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    case '\b': return "\\b";
    case '\f': return "\\f";
    default: return {};
  }
}

void WriteDouble(double value, std::string& out) {
  if (!std::isfinite(value)) {
    out += "null";
    return;
  }
  const size_t begin = out.size();
  fmt::format_to(std::back_inserter(out), "{}", value);
  // A whole double keeps its point, so that it reads back as a double.
  if (out.find_first_of(".e", begin) == std::string::npos) out += ".0";
}

void WritePretty(const Json& value, size_t depth, std::string& out) {
  const auto newline = [&](size_t level) {
    out += '\n';
    out.append(level * 2, ' ');
  };
  if (value.is_array() && !value.array().empty()) {
    out += '[';
    bool first = true;
    for (const Json& element : value.array()) {
      if (!first) out += ',';
      first = false;
      newline(depth + 1);
      WritePretty(element, depth + 1, out);
    }
    newline(depth);
    out += ']';
  } else if (value.is_object() && !value.object().empty()) {
    out += '{';
    bool first = true;
    for (const auto& [key, member] : value.object()) {
      if (!first) out += ',';
      first = false;
      newline(depth + 1);
      WriteJsonString(key, out);
      out += ": ";
      WritePretty(member, depth + 1, out);
    }
    newline(depth);
    out += '}';
  } else {
    value.WriteTo(out);
  }
}

Json Convert(const simdjson::dom::element& element);

// Compares every pair of a small object, which costs no memory; a large one may always repeat.
bool MayRepeatKeys(const Json::Object& entries) {
  if (entries.size() > kPairwiseKeysMax) return true;
  for (size_t i = 1; i < entries.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (entries[i].first == entries[j].first) return true;
    }
  }
  return false;
}

Json ConvertObject(const simdjson::dom::object& object) {
  Json::Object entries;
  entries.reserve(object.size());
  for (const auto field : object)
    entries.emplace_back(std::string(field.key), Convert(field.value));
  if (!MayRepeatKeys(entries)) return Json(std::move(entries));
  // The last of repeated keys wins; sorting positions finds repeats without comparing every pair.
  std::vector<size_t> order(entries.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const int compared = entries[a].first.compare(entries[b].first);
    return compared != 0 ? compared < 0 : a < b;
  });
  std::vector<size_t> doomed;
  for (size_t i = 0; i + 1 < order.size(); ++i) {
    if (entries[order[i]].first == entries[order[i + 1]].first) doomed.push_back(order[i]);
  }
  std::sort(doomed.begin(), doomed.end());
  for (auto position = doomed.rbegin(); position != doomed.rend(); ++position) {
    entries.erase(entries.begin() + static_cast<ptrdiff_t>(*position));
  }
  return Json(std::move(entries));
}

Json Convert(const simdjson::dom::element& element) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::ARRAY: {
      const simdjson::dom::array array = element.get_array().value_unsafe();
      Json::Array values;
      values.reserve(array.size());
      for (const auto value : array) values.push_back(Convert(value));
      return Json(std::move(values));
    }
    case element_type::OBJECT: return ConvertObject(element.get_object().value_unsafe());
    case element_type::INT64: return Json(static_cast<int64_t>(element.get_int64().value_unsafe()));
    case element_type::UINT64:
      return Json(static_cast<uint64_t>(element.get_uint64().value_unsafe()));
    case element_type::DOUBLE: return Json(element.get_double().value_unsafe());
    case element_type::STRING: return Json(std::string_view(element.get_string().value_unsafe()));
    case element_type::BOOL: return Json(static_cast<bool>(element.get_bool().value_unsafe()));
    case element_type::NULL_VALUE: return Json();
  }
  return Json();
}

// The parser refuses integers beyond 64 bits, which JSON allows; with a fraction it reads them as
// doubles.
std::string WithLongIntegersAsDoubles(std::string_view text) {
  constexpr size_t kDigitsOfInt64 = 19;
  std::string out;
  out.reserve(text.size() + 16);
  for (size_t i = 0; i < text.size();) {
    const size_t begin = i;
    if (text[i] == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\';
      i = std::min(i + 1, text.size());
      out += text.substr(begin, i - begin);
      continue;
    }
    const auto digit = [&] { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    if (!digit()) {
      out += text[i++];
      continue;
    }
    // Digits of a fraction or an exponent belong to a number that is a double already.
    const bool whole =
        begin == 0 || std::string_view(".eE+").find(text[begin - 1]) == std::string_view::npos;
    const bool exponent = begin > 1 && text[begin - 1] == '-' && (text[begin - 2] | 0x20) == 'e';
    while (digit()) ++i;
    out += text.substr(begin, i - begin);
    const bool ends =
        i == text.size() || std::string_view(".eE").find(text[i]) == std::string_view::npos;
    if (whole && !exponent && ends && text[begin] != '0' && i - begin >= kDigitsOfInt64) {
      int64_t value;
      const char* first = text.data() + begin - (begin > 0 && text[begin - 1] == '-' ? 1 : 0);
      if (std::from_chars(first, text.data() + i, value).ec != std::errc()) out += ".0";
    }
  }
  return out;
}

}  // namespace

Json::Json(uint64_t value) {
  if (value <= static_cast<uint64_t>(INT64_MAX)) {
    value_ = static_cast<int64_t>(value);
  } else {
    value_ = static_cast<double>(value);
  }
}

bool Json::bool_or(bool fallback) const {
  const bool* value = std::get_if<bool>(&value_);
  return value != nullptr ? *value : fallback;
}

int64_t Json::integer_or(int64_t fallback) const {
  if (const auto* value = std::get_if<int64_t>(&value_)) return *value;
  if (const auto* value = std::get_if<double>(&value_)) {
    if (std::trunc(*value) == *value && *value >= -kTwoTo63 && *value < kTwoTo63)
      return static_cast<int64_t>(*value);
  }
  return fallback;
}

double Json::number_or(double fallback) const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<int64_t>(&value_)) return static_cast<double>(*value);
  return fallback;
}

std::string_view Json::string_or(std::string_view fallback) const {
  const auto* value = std::get_if<std::string>(&value_);
  return value != nullptr ? std::string_view(*value) : fallback;
}

const Json::Array& Json::array() const {
  const auto* value = std::get_if<Array>(&value_);
  return value != nullptr ? *value : kNoArray;
}

const Json::Object& Json::object() const {
  const auto* value = std::get_if<Object>(&value_);
  return value != nullptr ? *value : kNoObject;
}

Json::Array& Json::mutable_array() {
  if (!is_array()) value_ = Array();
  return std::get<Array>(value_);
}

Json::Object& Json::mutable_object() {
  if (!is_object()) value_ = Object();
  return std::get<Object>(value_);
}

const Json* Json::Find(std::string_view key) const {
  for (const auto& [name, value] : object()) {
    if (name == key) return &value;
  }
  return nullptr;
}

Json* Json::Find(std::string_view key) {
  return const_cast<Json*>(static_cast<const Json*>(this)->Find(key));
}

const Json& Json::operator[](std::string_view key) const {
  const Json* found = Find(key);
  return found != nullptr ? *found : kNull;
}

Json& Json::Set(std::string_view key, Json value) {
  if (Json* found = Find(key)) return *found = std::move(value);
  return mutable_object().emplace_back(std::string(key), std::move(value)).second;
}

bool Json::Erase(std::string_view key) {
  if (!is_object()) return false;
  return std::erase_if(mutable_object(), [&](const Entry& entry) { return entry.first == key; }) >
         0;
}

bool Json::operator==(const Json& other) const {
  if (is_object() && other.is_object()) {
    if (object().size() != other.object().size()) return false;
    for (const auto& [key, value] : object()) {
      const Json* twin = other.Find(key);
      if (twin == nullptr || !(*twin == value)) return false;
    }
    return true;
  }
  return value_ == other.value_;
}

void Json::WriteTo(std::string& out) const {
  if (is_null()) {
    out += "null";
  } else if (const bool* boolean = std::get_if<bool>(&value_)) {
    out += *boolean ? "true" : "false";
  } else if (const auto* integer = std::get_if<int64_t>(&value_)) {
    const fmt::format_int text(*integer);
    out.append(text.data(), text.size());
  } else if (const auto* number = std::get_if<double>(&value_)) {
    WriteDouble(*number, out);
  } else if (const auto* text = std::get_if<std::string>(&value_)) {
    WriteJsonString(*text, out);
  } else if (is_array()) {
    out += '[';
    bool first = true;
    for (const Json& element : array()) {
      if (!first) out += ',';
      first = false;
      element.WriteTo(out);
    }
    out += ']';
  } else {
    out += '{';
    bool first = true;
    for (const auto& [key, value] : object()) {
      if (!first) out += ',';
      first = false;
      WriteJsonString(key, out);
      out += ':';
      value.WriteTo(out);
    }
    out += '}';
  }
}

std::string Json::Text() const {
  std::string out;
  WriteTo(out);
  return out;
}

std::string Json::PrettyText() const {
  std::string out;
  WritePretty(*this, 0, out);
  out += '\n';
  return out;
}

void WriteJsonString(std::string_view text, std::string& out) {
  out += '"';
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    const std::string_view escape = Escape(c);
    if (!escape.empty()) {
      out += escape;
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

Result<Json> ParseJson(std::string_view text) {
  if (text.empty()) return Fail(Kind::kInvalid, "JSON: the text is empty");
  // The parser keeps its buffers, so that small documents cost no allocation of their own.
  thread_local simdjson::dom::parser parser;
  if (parser.max_depth() != kJsonDepthMax &&
      parser.allocate(text.size(), kJsonDepthMax) != simdjson::SUCCESS) {
    return Fail(Kind::kUnavailable, "JSON: no memory for the parser");
  }
  simdjson::dom::element root;
  auto error = parser.parse(text.data(), text.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) {
    error = parser.parse(WithLongIntegersAsDoubles(text)).get(root);
  }
  if (error != simdjson::SUCCESS) {
    return Fail(Kind::kInvalid, std::string("JSON: ") + simdjson::error_message(error));
  }
  Json value = Convert(root);
  // A parser that met a large document must not hold on to its size for the thread's life.
  if (parser.capacity() > kJsonParserKeptBytes) parser = simdjson::dom::parser();
  return value;
}

}  // namespace firn::format
