#include "wire/shape_json.h"

#include <cmath>
#include <limits>

#include "base/encoding.h"
#include "wire/shape_access.h"
#include "wire/shape_text.h"

namespace firn::wire {
namespace {

using format::Json;
using format::JsonView;

Json TimestampJson(Time time, TimestampFormat format) {
  if (format != TimestampFormat::kEpochSeconds) return TimestampText(time, format);
  const int64_t micros = EpochMicros(time);
  if (micros % 1000000 == 0) return micros / 1000000;
  return EpochSeconds(time);
}

template <class T>
Json NumberJson(T number) {
  if (!std::isfinite(number)) return NumberText(number);
  if constexpr (std::is_same_v<T, float>) {
    // The shortest digits of the float, not those of the double next to it.
    double shortest = 0;
    return ParseNumber(NumberText(number), &shortest) ? shortest : static_cast<double>(number);
  }
  return static_cast<double>(number);
}

Json Write(const Shape& shape, const void* value, TimestampFormat format,
           const JsonOptions& options);

Json WriteStructure(const Shape& shape, const void* value, const JsonOptions& options) {
  Json::Object object;
  object.reserve(shape.members.size());
  JsonOptions inner = options;
  inner.members = JsonMembers::kAll;
  for (const Member& member : shape.members) {
    if (options.members == JsonMembers::kBodyOnly && member.location != Location::kBody) continue;
    if (member.shape->type == ShapeType::kStream) continue;
    const void* field = ValueOf(member, value);
    if (field == nullptr) continue;
    object.emplace_back(
        std::string(options.names == JsonNames::kWire ? member.wire_name : member.name),
        Write(*member.shape, field, FormatOf(member, options.timestamps), inner));
  }
  return object;
}

Json Write(const Shape& shape, const void* value, TimestampFormat format,
           const JsonOptions& options) {
  switch (shape.type) {
    case ShapeType::kBoolean: return As<bool>(value);
    case ShapeType::kInteger: return static_cast<int64_t>(As<int32_t>(value));
    case ShapeType::kLong: return As<int64_t>(value);
    case ShapeType::kFloat: return NumberJson(As<float>(value));
    case ShapeType::kDouble: return NumberJson(As<double>(value));
    case ShapeType::kString: return As<std::string>(value);
    case ShapeType::kBlob: return Base64Encode(As<std::string>(value));
    case ShapeType::kTimestamp: return TimestampJson(As<Time>(value), format);
    case ShapeType::kDocument: return As<Json>(value);
    case ShapeType::kStream: return nullptr;
    case ShapeType::kList: {
      Json::Array array;
      const size_t size = shape.list->size(value);
      array.reserve(size);
      for (size_t i = 0; i < size; ++i) {
        array.push_back(Write(*shape.element, shape.list->at(value, i),
                              FormatOf(*shape.element, options.timestamps), options));
      }
      return array;
    }
    case ShapeType::kMap: {
      Json::Object object;
      object.reserve(shape.map->size(value));
      EachEntry(shape, value, [&](const std::string& key, const void* entry) {
        object.emplace_back(key, Write(*shape.element, entry,
                                       FormatOf(*shape.element, options.timestamps), options));
      });
      return object;
    }
    case ShapeType::kStructure: return WriteStructure(shape, value, options);
  }
  return nullptr;
}

Unexpected Mismatch(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "SerializationException", 400, {}});
}

// What the reader asks of a node of either kind beyond their common members.
template <class Visit>
Result<void> EachElement(const Json& array, Visit visit) {
  for (const Json& element : array.array()) FIRN_OK(visit(element));
  return {};
}
template <class Visit>
Result<void> EachElement(const JsonView& array, Visit visit) {
  return array.ForEachElement(visit);
}
template <class Visit>
Result<void> EachMember(const Json& object, Visit visit) {
  for (const auto& [key, member] : object.object()) FIRN_OK(visit(key, member));
  return {};
}
template <class Visit>
Result<void> EachMember(const JsonView& object, Visit visit) {
  return object.ForEachMember(visit);
}
Json CopyOf(const Json& json) { return json; }
Json CopyOf(const JsonView& json) { return json.Copy(); }

template <class Node>
std::string_view TokenName(const Node& json) {
  if (json.is_bool()) return json.bool_or(false) ? "TRUE_VALUE" : "FALSE_VALUE";
  if (json.is_number()) return "NUMBER_VALUE";
  if (json.is_string()) return "STRING_VALUE";
  return "NULL_VALUE";
}

// The words of AWS's JSON front end for a token where another was due.
template <class Node>
Unexpected WrongToken(const Node& json, std::string_view wanted) {
  if (json.is_object()) return Mismatch("Start of structure or map found where not expected");
  if (json.is_array()) return Mismatch("Start of list found where not expected");
  return Mismatch(std::string(TokenName(json)) + " can not be converted to " + std::string(wanted));
}

// Node is Json or JsonView.
template <class Node>
class JsonReader {
 public:
  JsonReader(const JsonOptions& options, std::vector<std::string>* missing)
      : options_(options), missing_(missing) {}

  Result<void> Read(const MemberPath* path, const Shape& shape, const Node& json, void* value) {
    switch (shape.type) {
      case ShapeType::kList: return ReadList(path, shape, json, value);
      case ShapeType::kMap: return ReadMap(path, shape, json, value);
      case ShapeType::kStructure: return ReadStructure(path, shape, json, value, JsonMembers::kAll);
      case ShapeType::kStream: return {};
      case ShapeType::kDocument: As<Json>(value) = CopyOf(json); return {};
      default: return ReadScalar(shape, json, value);
    }
  }

  Result<void> ReadStructure(const MemberPath* path, const Shape& shape, const Node& json,
                             void* value, JsonMembers members) {
    if (!json.is_object()) {
      return json.is_array() ? WrongToken(json, "") : Mismatch("Unexpected value type in payload");
    }
    size_t present = 0;
    for (const Member& member : shape.members) {
      if (members == JsonMembers::kBodyOnly && member.location != Location::kBody) continue;
      const MemberPath here{path, member.name};
      const auto field =
          json.Find(options_.names == JsonNames::kWire ? member.wire_name : member.name);
      if (!field || field->is_null()) {
        if (member.required && missing_ != nullptr) missing_->push_back(here.text());
        continue;
      }
      ++present;
      FIRN_OK(Read(&here, *member.shape, *field, SlotOf(member, value)));
    }
    if (shape.is_union && present > 1) {
      return Mismatch("Unexpected value: more than one member of the union " +
                      std::string(shape.name) + " is set");
    }
    return {};
  }

 private:
  Result<void> ReadList(const MemberPath* path, const Shape& shape, const Node& json, void* value) {
    if (!json.is_array()) {
      return json.is_object() ? WrongToken(json, "") : Mismatch("Expected list or null");
    }
    size_t index = 0;
    return EachElement(json, [&](const Node& element) -> Result<void> {
      const MemberPath here{path, {}, ++index};
      if (!element.is_null()) return Read(&here, *shape.element, element, shape.list->append(value));
      if (missing_ != nullptr) missing_->push_back(here.text());
      return {};
    });
  }

  Result<void> ReadMap(const MemberPath* path, const Shape& shape, const Node& json, void* value) {
    if (!json.is_object()) {
      return json.is_array() ? WrongToken(json, "") : Mismatch("Expected map or null");
    }
    return EachMember(json, [&](std::string_view key, const Node& entry) -> Result<void> {
      if (entry.is_null()) return {};
      const MemberPath here{path, key, 0, true};
      return Read(&here, *shape.element, entry, shape.map->insert(value, std::string(key)));
    });
  }

  static Result<void> ReadInteger(const Node& json, int64_t low, int64_t high,
                                  std::string_view wanted, int64_t* number) {
    if (!json.is_number()) return WrongToken(json, wanted);
    const double floating = json.number_or(0);
    // Doubles at and beyond 2^63 do not fit; a whole double below it converts exactly.
    if (!json.is_integer() && (floating != std::floor(floating) || std::abs(floating) >= 9.2e18)) {
      return Mismatch("NUMBER_VALUE can not be converted to " + std::string(wanted));
    }
    *number = json.is_integer() ? json.integer_or(0) : static_cast<int64_t>(floating);
    if (*number < low || *number > high) {
      return Mismatch("NUMBER_VALUE can not be converted to " + std::string(wanted) +
                      ": out of range");
    }
    return {};
  }

  static Result<void> ReadDouble(const Node& json, double* number) {
    if (json.is_number()) {
      *number = json.number_or(0);
      return {};
    }
    const std::string_view text = json.string_or("");
    if ((text == "NaN" || text == "Infinity" || text == "-Infinity") && ParseNumber(text, number))
      return {};
    return WrongToken(json, "Double");
  }

  static Result<void> ReadScalar(const Shape& shape, const Node& json, void* value) {
    int64_t integer = 0;
    double number = 0;
    switch (shape.type) {
      case ShapeType::kBoolean:
        if (!json.is_bool()) return WrongToken(json, "Boolean");
        As<bool>(value) = json.bool_or(false);
        return {};
      case ShapeType::kInteger:
        FIRN_OK(ReadInteger(json, std::numeric_limits<int32_t>::min(),
                            std::numeric_limits<int32_t>::max(), "Integer", &integer));
        As<int32_t>(value) = static_cast<int32_t>(integer);
        return {};
      case ShapeType::kLong:
        FIRN_OK(ReadInteger(json, std::numeric_limits<int64_t>::min(),
                            std::numeric_limits<int64_t>::max(), "Long", &integer));
        As<int64_t>(value) = integer;
        return {};
      case ShapeType::kFloat:
        FIRN_OK(ReadDouble(json, &number));
        As<float>(value) = static_cast<float>(number);
        return {};
      case ShapeType::kDouble: return ReadDouble(json, &As<double>(value));
      case ShapeType::kString:
        if (!json.is_string()) return WrongToken(json, "String");
        As<std::string>(value) = std::string(json.string_or(""));
        return {};
      case ShapeType::kBlob: {
        if (!json.is_string()) return WrongToken(json, "Blob");
        auto bytes = Base64DecodeLenient(json.string_or(""));
        if (!bytes) return Mismatch("Invalid Base64 in a blob");
        As<std::string>(value) = *std::move(bytes);
        return {};
      }
      case ShapeType::kTimestamp: return ReadTimestamp(json, &As<Time>(value));
      default: return {};
    }
  }

  static Result<void> ReadTimestamp(const Node& json, Time* time) {
    if (json.is_number() && std::abs(json.number_or(0)) < 9e12) {
      *time = FromEpochSeconds(json.number_or(0));
      return {};
    }
    if (json.is_string() && ParseTimestamp(json.string_or(""), time)) return {};
    if (json.is_array() || json.is_object()) return WrongToken(json, "Timestamp");
    return Mismatch("Unparseable timestamp");
  }

  const JsonOptions& options_;
  std::vector<std::string>* missing_;
};

}  // namespace

Json ToJson(const Shape& shape, const void* value, const JsonOptions& options) {
  return Write(shape, value, FormatOf(shape, options.timestamps), options);
}

namespace {

template <class Node>
Result<void> ReadWhole(const Shape& shape, const Node& json, void* value, const JsonOptions& options,
                       std::vector<std::string>* missing) {
  JsonReader<Node> reader(options, missing);
  if (shape.type == ShapeType::kStructure)
    return reader.ReadStructure(nullptr, shape, json, value, options.members);
  return reader.Read(nullptr, shape, json, value);
}

}  // namespace

Result<void> FromJson(const Shape& shape, const Json& json, void* value, const JsonOptions& options,
                      std::vector<std::string>* missing) {
  return ReadWhole(shape, json, value, options, missing);
}

Result<void> FromJson(const Shape& shape, JsonView json, void* value, const JsonOptions& options,
                      std::vector<std::string>* missing) {
  return ReadWhole(shape, json, value, options, missing);
}

Result<void> FromJsonAt(const MemberPath& path, const Shape& shape, JsonView json, void* value,
                        const JsonOptions& options, std::vector<std::string>* missing) {
  return JsonReader<JsonView>(options, missing).Read(&path, shape, json, value);
}

}  // namespace firn::wire
