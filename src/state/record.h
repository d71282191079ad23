#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/box.h"
#include "base/result.h"
#include "base/time.h"
#include "format/json.h"
#include "wire/shape.h"

// Records as JSON text. A type is described once, for both directions, beside its definition:
//
//   struct Database { std::string name; Time created; std::optional<std::string> note; };
//   template <class A> void Describe(A& a, Database& r) { a("name", r.name); a("created",
//   r.created); a("note", r.note); }
//
// Members may be strings, bools, integers, doubles, Time, microseconds, ids with Parse and text(),
// std::optional, Box, std::vector, std::set<std::string>, std::map<std::string, T>, format::Json,
// described types, and generated API structures (found through ShapeOf). A member missing in the
// text keeps its default, an unknown one is ignored, so types may grow.
namespace firn::state {

// The version written as "v" in every record; text with a greater one is refused.
inline constexpr int64_t kRecordVersion = 1;

namespace detail {

// Accepts every member; used to see whether a type is described.
struct AnyArchive {
  template <class T>
  void operator()(std::string_view, T&) {}
};

template <class T>
concept Described = requires(AnyArchive& archive, T& record) {
  Describe(archive, record);
};
template <class T>
concept Shaped = requires(const T* value) {
  { ShapeOf(value) } -> std::convertible_to<const wire::Shape&>;
};
template <class T>
concept Identifier = requires(const T& id, std::string_view text) {
  { T::Parse(text) } -> std::same_as<Result<T>>;
  std::string_view(id.text());
};
template <class T>
inline constexpr bool kNever = false;

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsOptional<Box<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {};

format::Json StringToJson(const std::string& text);  // {"base64": …} when it is not UTF-8
format::Json DoubleToJson(double value);             // "NaN", "Infinity" and "-Infinity" as text
Result<void> StringFromJson(const format::Json& json, std::string& text);
Result<void> DoubleFromJson(const format::Json& json, double& value);
Result<void> IntegerFromJson(const format::Json& json, int64_t low, int64_t high, int64_t& value);
Result<void> BoolFromJson(const format::Json& json, bool& value);
Result<void> TimeFromJson(const format::Json& json, Time& value);
// An object, or an array of pairs when a key is not UTF-8.
format::Json MapToJson(format::Json::Object members);
Result<void> EachOfMap(
    const format::Json& json,
    const std::function<Result<void>(const std::string&, const format::Json&)>& visit);
Unexpected WrongType(std::string_view wanted);

// Structures of generated shapes; members go by their model names. Streams are not kept, and bytes
// that are not UTF-8 become U+FFFD: the protocols cannot carry them back either.
format::Json ShapeToJson(const wire::Shape& shape, const void* value);
Result<void> ShapeFromJson(const wire::Shape& shape, const format::Json& json, void* value);

// Text of a record around its members, and back. Not an object, or a newer version: kCorrupt or
// kUnsupported.
std::string RecordText(format::Json members);
Result<format::Json> ParseRecord(std::string_view text);

template <class T>
format::Json ToJson(const T& value);
template <class T>
Result<void> FromJson(const format::Json& json, T& value);

class Writer {
 public:
  explicit Writer(format::Json::Object& members) : members_(members) {}
  template <class T>
  void operator()(std::string_view name, const T& value) {
    if constexpr (IsOptional<T>::value) {
      if (value.has_value()) members_.emplace_back(name, ToJson(*value));
    } else {
      members_.emplace_back(name, ToJson(value));
    }
  }

 private:
  format::Json::Object& members_;
};

class Filler {
 public:
  explicit Filler(const format::Json& object) : object_(object) {}
  template <class T>
  void operator()(std::string_view name, T& value) {
    const format::Json* member = result_ ? object_.Find(name) : nullptr;
    if (member == nullptr || member->is_null()) return;
    if (auto filled = FromJson(*member, value); !filled)
      result_ = Within(name, std::move(filled).error());
  }
  Result<void> Take() { return std::move(result_); }

 private:
  const format::Json& object_;
  Result<void> result_;
};

template <class T>
format::Json ToJson(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return StringToJson(value);
  } else if constexpr (std::is_same_v<T, bool>) {
    return format::Json(value);
  } else if constexpr (std::is_integral_v<T>) {
    return format::Json(static_cast<int64_t>(value));
  } else if constexpr (std::is_floating_point_v<T>) {
    return DoubleToJson(value);
  } else if constexpr (std::is_same_v<T, Time>) {
    return format::Json(FormatIso8601(value));
  } else if constexpr (std::is_same_v<T, Duration>) {
    return format::Json(static_cast<int64_t>(value.count()));
  } else if constexpr (std::is_same_v<T, format::Json>) {
    return value;
  } else if constexpr (Shaped<T>) {
    return ShapeToJson(ShapeOf(&value), &value);
  } else if constexpr (Described<T>) {
    format::Json::Object members;
    Writer writer(members);
    Describe(writer, const_cast<T&>(value));  // a writer only reads
    return format::Json(std::move(members));
  } else if constexpr (Identifier<T>) {
    return format::Json(std::string(value.text()));
  } else if constexpr (IsVector<T>::value || std::is_same_v<T, std::set<std::string>>) {
    format::Json::Array elements;
    elements.reserve(value.size());
    for (const auto& element : value) elements.push_back(ToJson<typename T::value_type>(element));
    return format::Json(std::move(elements));
  } else if constexpr (IsMap<T>::value) {
    format::Json::Object members;
    members.reserve(value.size());
    for (const auto& [key, element] : value) members.emplace_back(key, ToJson(element));
    return MapToJson(std::move(members));
  } else {
    static_assert(kNever<T>, "describe this type, or keep an enumeration as its name");
  }
}

template <class T>
Result<void> FromJson(const format::Json& json, T& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return StringFromJson(json, value);
  } else if constexpr (std::is_same_v<T, bool>) {
    return BoolFromJson(json, value);
  } else if constexpr (std::is_integral_v<T>) {
    int64_t integer = 0;
    if constexpr (sizeof(T) < sizeof(int64_t)) {
      FIRN_OK(IntegerFromJson(json, std::numeric_limits<T>::min(), std::numeric_limits<T>::max(),
                              integer));
    } else {
      FIRN_OK(IntegerFromJson(json, INT64_MIN, INT64_MAX, integer));
    }
    value = static_cast<T>(integer);
    return {};
  } else if constexpr (std::is_floating_point_v<T>) {
    double number = 0;
    FIRN_OK(DoubleFromJson(json, number));
    value = static_cast<T>(number);
    return {};
  } else if constexpr (std::is_same_v<T, Time>) {
    return TimeFromJson(json, value);
  } else if constexpr (std::is_same_v<T, Duration>) {
    int64_t micros = 0;
    FIRN_OK(IntegerFromJson(json, INT64_MIN, INT64_MAX, micros));
    value = Duration(micros);
    return {};
  } else if constexpr (std::is_same_v<T, format::Json>) {
    value = json;
    return {};
  } else if constexpr (Shaped<T>) {
    return ShapeFromJson(ShapeOf(&value), json, &value);
  } else if constexpr (Described<T>) {
    if (!json.is_object()) return WrongType("an object");
    Filler filler(json);
    Describe(filler, value);
    return filler.Take();
  } else if constexpr (Identifier<T>) {
    if (!json.is_string()) return WrongType("a string");
    if (json.string_or("").empty()) {
      value = T();
      return {};
    }
    FIRN_TRY(value, T::Parse(json.string_or("")));
    return {};
  } else if constexpr (IsOptional<T>::value) {
    return FromJson(json, value.emplace());
  } else if constexpr (IsVector<T>::value || std::is_same_v<T, std::set<std::string>>) {
    if (!json.is_array()) return WrongType("an array");
    value.clear();
    for (const format::Json& element : json.array()) {
      typename T::value_type decoded{};
      FIRN_OK(FromJson(element, decoded));
      value.insert(value.end(), std::move(decoded));
    }
    return {};
  } else if constexpr (IsMap<T>::value) {
    value.clear();
    return EachOfMap(json, [&](const std::string& key, const format::Json& element) {
      return FromJson(element, value[key]);
    });
  } else {
    static_assert(kNever<T>, "describe this type, or keep an enumeration as its name");
  }
}

}  // namespace detail

// The record as one line of JSON with "v" first. Types that are not objects go under "value".
template <class T>
std::string Encode(const T& record) {
  if constexpr (detail::Described<T> || detail::Shaped<T>) {
    return detail::RecordText(detail::ToJson(record));
  } else {
    return detail::RecordText(format::Json::Object{{"value", detail::ToJson(record)}});
  }
}

// kCorrupt when the text is no record of this type, naming the member; kUnsupported when a newer
// program wrote it.
template <class T>
Result<T> Decode(std::string_view text) {
  FIRN_TRY(const format::Json json, detail::ParseRecord(text));
  T record{};
  if constexpr (detail::Described<T> || detail::Shaped<T>) {
    FIRN_OK(detail::FromJson(json, record));
  } else {
    FIRN_OK(detail::FromJson(json["value"], record));
  }
  return record;
}

}  // namespace firn::state
