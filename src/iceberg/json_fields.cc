#include "iceberg/json_fields.h"

#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

Unexpected Missing(std::string_view type, std::string_view name) {
  return Fail(Kind::kInvalid,
              "Cannot parse missing " + std::string(type) + ": " + std::string(name));
}

Unexpected WrongType(std::string_view type, std::string_view name, const Json& value) {
  std::string text = value.Text();
  if (text.size() > 100) text = text.substr(0, 100) + "...";
  return Fail(Kind::kInvalid, "Cannot parse to " + std::string(type) +
                                  " value: " + std::string(name) + ": " + text);
}

const Json* Present(const Json& node, std::string_view name) {
  const Json* found = node.Find(name);
  return found && !found->is_null() ? found : nullptr;
}

Result<int32_t> Narrow(int64_t value, std::string_view name) {
  if (value != static_cast<int32_t>(value)) return WrongType("an integer", name, Json(value));
  return static_cast<int32_t>(value);
}

template <class T>
Result<std::vector<T>> IntegerList(const Json& node, std::string_view name) {
  FIRN_TRY(const Json::Array* array, OptionalArray(node, name));
  std::vector<T> list;
  for (const Json& item : *array) {
    int64_t value = item.integer_or(0);
    if (!item.is_integer() || value != static_cast<T>(value))
      return WrongType("an integer", name, item);
    list.push_back(static_cast<T>(value));
  }
  return list;
}

template <class T>
Json IntegersToJson(const std::vector<T>& list) {
  Json out = Json::Array{};
  for (T value : list) out.Append(Json(static_cast<int64_t>(value)));
  return out;
}

}  // namespace

Result<void> RequireObject(const Json& node, std::string_view what) {
  if (node.is_object()) return {};
  return Fail(Kind::kInvalid, "Cannot parse " + std::string(what) +
                                  " from non-object: " + node.Text().substr(0, 100));
}

Result<int64_t> RequireLong(const Json& node, std::string_view name) {
  FIRN_TRY(auto value, OptionalLong(node, name));
  if (!value) return Missing("long", name);
  return *value;
}

Result<int32_t> RequireInt(const Json& node, std::string_view name) {
  FIRN_TRY(auto value, OptionalInt(node, name));
  if (!value) return Missing("int", name);
  return *value;
}

Result<int32_t> RequireId(const Json& node, std::string_view name) {
  FIRN_TRY(auto id, OptionalId(node, name));
  if (!id) return Missing("int", name);
  return *id;
}

Result<std::optional<int32_t>> OptionalId(const Json& node, std::string_view name) {
  FIRN_TRY(auto id, OptionalInt(node, name));
  if (id && (*id < 0 || *id > kIdMax)) {
    return Fail(Kind::kInvalid, "Invalid id: " + std::string(name) + ": " + std::to_string(*id));
  }
  return id;
}

Result<bool> RequireBool(const Json& node, std::string_view name) {
  const Json* value = Present(node, name);
  if (!value) return Missing("boolean", name);
  if (!value->is_bool()) return WrongType("a boolean", name, *value);
  return value->bool_or(false);
}

Result<std::string> RequireString(const Json& node, std::string_view name) {
  FIRN_TRY(auto value, OptionalString(node, name));
  if (!value) return Missing("string", name);
  return *std::move(value);
}

Result<const Json::Array*> RequireArray(const Json& node, std::string_view name) {
  if (!Present(node, name)) return Missing("list", name);
  return OptionalArray(node, name);
}

Result<std::optional<int64_t>> OptionalLong(const Json& node, std::string_view name) {
  const Json* value = Present(node, name);
  if (!value) return std::optional<int64_t>();
  if (!value->is_integer()) return WrongType("a long", name, *value);
  return std::optional<int64_t>(value->integer_or(0));
}

Result<std::optional<int32_t>> OptionalInt(const Json& node, std::string_view name) {
  const Json* value = Present(node, name);
  if (!value) return std::optional<int32_t>();
  if (!value->is_integer()) return WrongType("an integer", name, *value);
  FIRN_TRY(int32_t narrow, Narrow(value->integer_or(0), name));
  return std::optional<int32_t>(narrow);
}

Result<std::optional<std::string>> OptionalString(const Json& node, std::string_view name) {
  const Json* value = Present(node, name);
  if (!value) return std::optional<std::string>();
  if (!value->is_string()) return WrongType("a string", name, *value);
  return std::optional<std::string>(std::string(value->string_or("")));
}

Result<const Json::Array*> OptionalArray(const Json& node, std::string_view name) {
  static const Json::Array kEmpty;
  const Json* value = Present(node, name);
  if (!value) return &kEmpty;
  if (!value->is_array()) return WrongType("a list", name, *value);
  return &value->array();
}

Result<std::map<std::string, std::string>> StringMap(const Json& node, std::string_view name) {
  std::map<std::string, std::string> map;
  const Json* value = Present(node, name);
  if (!value) return map;
  if (!value->is_object()) return WrongType("a map of strings", name, *value);
  for (const auto& [key, item] : value->object()) {
    if (!item.is_string()) return WrongType("a string", std::string(name) + "." + key, item);
    map[key] = std::string(item.string_or(""));
  }
  return map;
}

Result<std::vector<int32_t>> IntList(const Json& node, std::string_view name) {
  return IntegerList<int32_t>(node, name);
}

Result<std::vector<int64_t>> LongList(const Json& node, std::string_view name) {
  return IntegerList<int64_t>(node, name);
}

Json ToJson(const std::map<std::string, std::string>& map) {
  Json::Object object;
  object.reserve(map.size());
  for (const auto& [key, value] : map) object.emplace_back(key, Json(value));
  return Json(std::move(object));
}

Json ToJson(const std::vector<int32_t>& list) { return IntegersToJson(list); }
Json ToJson(const std::vector<int64_t>& list) { return IntegersToJson(list); }

}  // namespace firn::iceberg
