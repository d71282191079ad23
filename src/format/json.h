#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace firn::format {

// A JSON value. Objects keep their order and at most one value per key (a repeated key in parsed
// text: the last wins). Integers that fit 64 signed bits stay integers; longer ones in parsed text
// become doubles. Threads: a value.
class Json {
 public:
  using Array = std::vector<Json>;
  using Entry = std::pair<std::string, Json>;
  using Object = std::vector<Entry>;

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : value_(value) {}
  Json(int value) : value_(static_cast<int64_t>(value)) {}
  Json(int64_t value) : value_(value) {}
  Json(uint64_t value);  // beyond 2^63 becomes a double
  Json(double value) : value_(value) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_integer() const { return std::holds_alternative<int64_t>(value_); }
  bool is_number() const { return is_integer() || std::holds_alternative<double>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  // The value, or the fallback when it has another type.
  bool bool_or(bool fallback) const;
  int64_t integer_or(int64_t fallback) const;  // a double that is whole counts
  double number_or(double fallback) const;
  std::string_view string_or(std::string_view fallback) const;
  const Array& array() const;    // empty when not an array
  const Object& object() const;  // empty when not an object
  Array& mutable_array();        // becomes an empty array when it was none
  Object& mutable_object();

  // Object member, or null when absent or not an object.
  const Json* Find(std::string_view key) const;
  Json* Find(std::string_view key);
  const Json& operator[](std::string_view key) const;  // a null when absent
  Json& Set(std::string_view key, Json value);  // replaces or appends; returns the stored value
  bool Erase(std::string_view key);
  void Append(Json value) { mutable_array().push_back(std::move(value)); }

  bool operator==(const Json& other) const;  // objects compare without order

  // Compact text. Doubles in the shortest form that reads back the same; NaN and infinities as
  // null.
  std::string Text() const;
  std::string PrettyText() const;  // two spaces, a newline at the end
  void WriteTo(std::string& out) const;

 private:
  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object> value_;
};

// Parses one document of at most limits.h's depth; anything after it but white space is an error.
// kInvalid with the reason; invalid UTF-8 is refused.
Result<Json> ParseJson(std::string_view text);

// Writes `text` as a JSON string with its quotes.
void WriteJsonString(std::string_view text, std::string& out);

}  // namespace firn::format
