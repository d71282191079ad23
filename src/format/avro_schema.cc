#include <algorithm>
#include <map>
#include <set>

#include "format/avro.h"

namespace firn::format {
namespace {

using Kind = AvroSchema::Kind;

std::optional<Kind> PrimitiveKind(std::string_view name) {
  static const std::map<std::string_view, Kind> kKinds = {
      {"null", Kind::kNull},   {"boolean", Kind::kBoolean}, {"int", Kind::kInt},
      {"long", Kind::kLong},   {"float", Kind::kFloat},     {"double", Kind::kDouble},
      {"bytes", Kind::kBytes}, {"string", Kind::kString}};
  auto found = kKinds.find(name);
  if (found == kKinds.end()) return std::nullopt;
  return found->second;
}

// What Avro does not define, as an object.
Json OtherMembers(const Json& node, const std::set<std::string_view>& own) {
  Json rest = Json::Object{};
  for (const auto& [key, value] : node.object()) {
    if (!own.contains(key)) rest.Set(key, value);
  }
  return rest;
}

class Parser {
 public:
  Result<AvroSchemaPtr> Parse(const Json& node, const std::string& space, size_t depth) {
    if (depth > kAvroSchemaDepthMax) return Fail(Kind_, "Avro schema is nested too deeply");
    if (node.is_string()) return Named(std::string(node.string_or("")), space);
    if (node.is_array()) return Union(node, space, depth);
    if (!node.is_object()) return Fail(Kind_, "Avro schema is not a name, object or list");
    const Json& type = node["type"];
    if (!type.is_string()) {
      if (type.is_null()) return Fail(Kind_, "Avro schema has no type");
      return Parse(type, space, depth + 1);
    }
    std::string_view name = type.string_or("");
    auto schema = std::make_shared<AvroSchema>();
    schema->attributes = OtherMembers(node, {"type", "name", "namespace", "fields", "items",
                                             "values", "symbols", "size", "doc", "aliases"});
    if (auto kind = PrimitiveKind(name)) {
      schema->kind = *kind;
      return AvroSchemaPtr(schema);
    }
    if (name == "array" || name == "map") {
      schema->kind = name == "array" ? Kind::kArray : Kind::kMap;
      FIRN_TRY(auto item, Parse(node[name == "array" ? "items" : "values"], space, depth + 1));
      schema->children.push_back(std::move(item));
      return Finish(schema);
    }
    if (name == "record" || name == "enum" || name == "fixed")
      return Define(node, name, space, schema, depth);
    return Named(std::string(name), space);
  }

 private:
  static constexpr firn::Kind Kind_ = firn::Kind::kInvalid;

  Result<AvroSchemaPtr> Named(const std::string& name, const std::string& space) {
    if (auto kind = PrimitiveKind(name)) {
      auto schema = std::make_shared<AvroSchema>();
      schema->kind = *kind;
      schema->attributes = Json::Object{};
      return AvroSchemaPtr(schema);
    }
    std::string full =
        name.find('.') != std::string::npos || space.empty() ? name : space + "." + name;
    auto found = names_.find(full);
    if (found == names_.end()) found = names_.find(name);
    if (found == names_.end()) return Fail(Kind_, "Avro schema names an unknown type: " + name);
    if (!found->second) return Fail(firn::Kind::kUnsupported, "Avro schema is recursive: " + name);
    return found->second;
  }

  Result<AvroSchemaPtr> Union(const Json& node, const std::string& space, size_t depth) {
    auto schema = std::make_shared<AvroSchema>();
    schema->kind = Kind::kUnion;
    schema->attributes = Json::Object{};
    if (node.array().empty()) return Fail(Kind_, "Avro union has no branches");
    for (const Json& branch : node.array()) {
      FIRN_TRY(auto child, Parse(branch, space, depth + 1));
      if (child->kind == Kind::kUnion) return Fail(Kind_, "Avro union contains a union");
      schema->children.push_back(std::move(child));
    }
    return Finish(schema);
  }

  Result<AvroSchemaPtr> Define(const Json& node, std::string_view type, const std::string& outer,
                               std::shared_ptr<AvroSchema> schema, size_t depth) {
    std::string name(node["name"].string_or(""));
    if (name.empty()) return Fail(Kind_, "Avro named type has no name");
    std::string space(node["namespace"].string_or(outer));
    if (size_t dot = name.rfind('.'); dot != std::string::npos) {
      space = name.substr(0, dot);
    } else if (!space.empty()) {
      name = space + "." + name;
    }
    if (names_.contains(name)) return Fail(Kind_, "Avro schema defines a name twice: " + name);
    schema->name = name;
    names_[name] = nullptr;
    if (type == "fixed") {
      schema->kind = Kind::kFixed;
      int64_t size = node["size"].integer_or(-1);
      if (size < 0 || size > static_cast<int64_t>(kAvroBlockBytesMax)) {
        return Fail(Kind_, "Avro fixed type has no usable size: " + name);
      }
      schema->size = static_cast<size_t>(size);
    } else if (type == "enum") {
      schema->kind = Kind::kEnum;
      for (const Json& symbol : node["symbols"].array())
        schema->symbols.emplace_back(symbol.string_or(""));
      if (schema->symbols.empty()) return Fail(Kind_, "Avro enum has no symbols: " + name);
    } else {
      schema->kind = Kind::kRecord;
      if (!node["fields"].is_array()) return Fail(Kind_, "Avro record has no fields: " + name);
      FIRN_OK(Fields(node["fields"], space, *schema, depth));
    }
    FIRN_TRY(auto done, Finish(schema));
    names_[name] = done;
    return done;
  }

  Result<void> Fields(const Json& fields, const std::string& space, AvroSchema& record,
                      size_t depth) {
    for (const Json& node : fields.array()) {
      AvroField field;
      field.name = std::string(node["name"].string_or(""));
      if (field.name.empty())
        return Fail(Kind_, "Avro record has a field without name: " + record.name);
      FIRN_TRY(field.type, Parse(node["type"], space, depth + 1));
      field.attributes = OtherMembers(node, {"name", "type", "doc", "default", "order", "aliases"});
      record.fields.push_back(std::move(field));
    }
    return {};
  }

  static Result<AvroSchemaPtr> Finish(std::shared_ptr<AvroSchema> schema) {
    size_t below = 0;
    auto add = [&](const AvroSchema& child) {
      schema->nodes += child.nodes;
      below = std::max(below, child.depth);
    };
    for (const auto& child : schema->children) add(*child);
    for (const auto& field : schema->fields) add(*field.type);
    schema->depth = below + 1;
    if (schema->nodes > kAvroSchemaNodesMax) return Fail(Kind_, "Avro schema is too large");
    if (schema->depth > kAvroSchemaDepthMax) return Fail(Kind_, "Avro schema is nested too deeply");
    return AvroSchemaPtr(std::move(schema));
  }

  std::map<std::string, AvroSchemaPtr> names_;  // null while the type is being defined
};

}  // namespace

Result<AvroSchemaPtr> ParseAvroSchema(const Json& schema) { return Parser().Parse(schema, "", 1); }

}  // namespace firn::format
