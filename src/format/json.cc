#include "format/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "format/json_document.h"

namespace firn::format {
namespace {

const Json kNull;
const Json::Array kNoArray;
const Json::Object kNoObject;

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
  FIRN_TRY(const JsonDocument document, JsonDocument::Parse(text));
  return document.root().Copy();
}

}  // namespace firn::format
