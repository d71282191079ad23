#include "state/record.h"

#include <cmath>

#include "base/encoding.h"
#include "wire/shape_json.h"

namespace firn::state::detail {
namespace {

constexpr char kReplacement[] = "\xef\xbf\xbd";  // U+FFFD

// Whole UTF-8 sequences stay, every other byte becomes U+FFFD.
std::string Repaired(std::string_view text) {
  std::string repaired;
  while (!text.empty()) {
    size_t length = 1;
    while (length <= 4 && length <= text.size() && !IsUtf8(text.substr(0, length))) ++length;
    if (length <= 4 && length <= text.size()) {
      repaired += text.substr(0, length);
      text.remove_prefix(length);
    } else {
      repaired += kReplacement;
      text.remove_prefix(1);
    }
  }
  return repaired;
}

void Repair(format::Json& json) {
  if (json.is_string() && !IsUtf8(json.string_or("")))
    json = format::Json(Repaired(json.string_or("")));
  if (json.is_array()) {
    for (format::Json& element : json.mutable_array()) Repair(element);
  }
  if (json.is_object()) {
    for (auto& [name, member] : json.mutable_object()) {
      if (!IsUtf8(name)) name = Repaired(name);
      Repair(member);
    }
  }
}

constexpr wire::JsonOptions kShapeOptions{wire::TimestampFormat::kIso8601, wire::JsonNames::kModel,
                                          wire::JsonMembers::kAll};

}  // namespace

Unexpected WrongType(std::string_view wanted) {
  return Fail(Kind::kCorrupt, "record member is not " + std::string(wanted));
}

format::Json StringToJson(const std::string& text) {
  if (IsUtf8(text)) return format::Json(text);
  return format::Json(format::Json::Object{{"base64", Base64Encode(text)}});
}

Result<void> StringFromJson(const format::Json& json, std::string& text) {
  if (json.is_string()) {
    text = json.string_or("");
    return {};
  }
  const auto bytes = Base64Decode(json["base64"].string_or("!"));
  if (!bytes) return WrongType("a string");
  text = *bytes;
  return {};
}

format::Json DoubleToJson(double value) {
  if (std::isnan(value)) return format::Json("NaN");
  if (std::isinf(value)) return format::Json(value > 0 ? "Infinity" : "-Infinity");
  return format::Json(value);
}

Result<void> DoubleFromJson(const format::Json& json, double& value) {
  const std::string_view name = json.string_or("");
  if (json.is_number()) {
    value = json.number_or(0);
  } else if (name == "NaN") {
    value = std::numeric_limits<double>::quiet_NaN();
  } else if (name == "Infinity" || name == "-Infinity") {
    value = std::numeric_limits<double>::infinity() * (name.front() == '-' ? -1 : 1);
  } else {
    return WrongType("a number");
  }
  return {};
}

Result<void> IntegerFromJson(const format::Json& json, int64_t low, int64_t high, int64_t& value) {
  if (!json.is_integer()) return WrongType("an integer");
  value = json.integer_or(0);
  if (value < low || value > high) return WrongType("an integer within its range");
  return {};
}

Result<void> BoolFromJson(const format::Json& json, bool& value) {
  if (!json.is_bool()) return WrongType("a boolean");
  value = json.bool_or(false);
  return {};
}

Result<void> TimeFromJson(const format::Json& json, Time& value) {
  const auto time = ParseIso8601(json.string_or(""));
  if (!time) return WrongType("a time");
  value = *time;
  return {};
}

format::Json MapToJson(format::Json::Object members) {
  bool readable = true;
  for (const auto& [key, value] : members) readable = readable && IsUtf8(key);
  if (readable) return format::Json(std::move(members));
  format::Json::Array pairs;
  for (auto& [key, value] : members) {
    pairs.push_back(format::Json(format::Json::Array{StringToJson(key), std::move(value)}));
  }
  return format::Json(std::move(pairs));
}

Result<void> EachOfMap(
    const format::Json& json,
    const std::function<Result<void>(const std::string&, const format::Json&)>& visit) {
  if (!json.is_object() && !json.is_array()) return WrongType("an object");
  for (const auto& [key, value] : json.object()) FIRN_OK(visit(key, value));
  for (const format::Json& pair : json.array()) {
    if (pair.array().size() != 2) return WrongType("an array of pairs");
    std::string key;
    FIRN_OK(StringFromJson(pair.array()[0], key));
    FIRN_OK(visit(key, pair.array()[1]));
  }
  return {};
}

format::Json ShapeToJson(const wire::Shape& shape, const void* value) {
  format::Json json = wire::ToJson(shape, value, kShapeOptions);
  Repair(json);
  return json;
}

Result<void> ShapeFromJson(const wire::Shape& shape, const format::Json& json, void* value) {
  if (!json.is_object()) return WrongType("an object");
  if (auto read = wire::FromJson(shape, json, value, kShapeOptions); !read) {
    return Fail(Kind::kCorrupt, std::move(read).error().message);
  }
  return {};
}

std::string RecordText(format::Json members) {
  format::Json::Object record;
  record.reserve(members.object().size() + 1);
  record.emplace_back("v", kRecordVersion);
  for (auto& member : members.mutable_object()) record.push_back(std::move(member));
  return format::Json(std::move(record)).Text();
}

Result<format::Json> ParseRecord(std::string_view text) {
  auto json = format::ParseJson(text);
  if (!json) return Fail(Kind::kCorrupt, "record is not JSON: " + json.error().message);
  if (!json->is_object()) return Fail(Kind::kCorrupt, "record is not an object");
  if ((*json)["v"].integer_or(kRecordVersion) > kRecordVersion) {
    return Fail(Kind::kUnsupported, "record was written by a newer program");
  }
  return json;
}

}  // namespace firn::state::detail
