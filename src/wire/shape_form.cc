#include "wire/shape_form.h"

#include <charconv>
#include <functional>
#include <map>
#include <memory>

#include "wire/limits.h"
#include "wire/member_path.h"
#include "wire/shape_access.h"
#include "wire/shape_text.h"
#include "wire/text.h"

namespace firn::wire {
namespace {

// Parameters by the parts of their names.
struct Node {
  const std::string* value = nullptr;
  std::map<std::string, std::unique_ptr<Node>, std::less<>> children;

  const Node* Find(std::string_view name) const {
    const auto at = children.find(name);
    return at == children.end() ? nullptr : at->second.get();
  }
};

Result<void> Insert(Node& root, const QueryParameter& parameter) {
  const auto parts = Split(parameter.name, '.');
  if (parts.size() > kFormNameParts) {
    return Fail(
        Error{Kind::kInvalid, "A parameter's name has too many parts", "MalformedInput", 400, {}});
  }
  Node* node = &root;
  for (const std::string_view part : parts) {
    auto& child = node->children[std::string(part)];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
  }
  node->value = &parameter.value;
  return {};
}

// The numbered children in the order of their numbers.
std::map<uint64_t, const Node*> Numbered(const Node& node) {
  std::map<uint64_t, const Node*> out;
  for (const auto& [name, child] : node.children) {
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error == std::errc() && end == name.data() + name.size()) out.emplace(number, child.get());
  }
  return out;
}

bool IsFlattened(const Member& member) { return member.flattened || member.shape->flattened; }

class Reader {
 public:
  explicit Reader(std::vector<std::string>* missing) : missing_(missing) {}

  Result<void> Structure(const Shape& shape, const Node& node, void* value,
                         const MemberPath* path) {
    for (const Member& member : shape.members) {
      const MemberPath here{path, member.name};
      const Node* child =
          node.Find(member.query_name.empty() ? member.wire_name : member.query_name);
      if (child == nullptr || IsNothing(*member.shape, *child)) {
        if (member.required) missing_->push_back(here.text());
        continue;
      }
      FIRN_OK(Value(*member.shape, *child, SlotOf(member, value), &here, IsFlattened(member)));
    }
    return {};
  }

 private:
  // "Count=" is no number, and a name with further parts is no scalar.
  static bool IsNothing(const Shape& shape, const Node& node) {
    if (!IsScalar(shape)) return false;
    if (node.value == nullptr) return true;
    return node.value->empty() && shape.type != ShapeType::kString &&
           shape.type != ShapeType::kBlob;
  }

  Result<void> Value(const Shape& shape, const Node& node, void* value, const MemberPath* path,
                     bool flattened) {
    switch (shape.type) {
      case ShapeType::kStructure: return Structure(shape, node, value, path);
      case ShapeType::kList: {
        const Node* items = flattened ? &node : node.Find(ElementNameOf(shape));
        if (items == nullptr) return {};
        size_t index = 0;
        for (const auto& [number, item] : Numbered(*items)) {
          const MemberPath here{path, {}, ++index};
          FIRN_OK(Value(*shape.element, *item, shape.list->append(value), &here,
                        shape.element->flattened));
        }
        return {};
      }
      case ShapeType::kMap: {
        const Node* items = flattened ? &node : node.Find("entry");
        if (items == nullptr) return {};
        for (const auto& [number, item] : Numbered(*items)) {
          const Node* key = item->Find(KeyNameOf(shape));
          const Node* entry = item->Find(ValueNameOf(shape));
          if (key == nullptr || key->value == nullptr || entry == nullptr) continue;
          const MemberPath here{path, *key->value, 0, true};
          FIRN_OK(Value(*shape.element, *entry, shape.map->insert(value, *key->value), &here,
                        shape.element->flattened));
        }
        return {};
      }
      case ShapeType::kStream: return {};
      default: break;
    }
    auto read =
        ParseScalar(shape, node.value != nullptr ? std::string_view(*node.value) : "", value);
    if (read) return {};
    return Fail(Error{
        Kind::kInvalid,
        "The parameter " + (path != nullptr ? path->text() : "") + " is " + read.error().message,
        "MalformedInput",
        400,
        {}});
  }

  std::vector<std::string>* missing_;
};

class Writer {
 public:
  std::vector<QueryParameter> out;

  void Structure(const std::string& prefix, const Shape& shape, const void* value) {
    for (const Member& member : shape.members) {
      const void* field = ValueOf(member, value);
      if (field == nullptr) continue;
      const std::string name =
          prefix + std::string(member.query_name.empty() ? member.wire_name : member.query_name);
      Value(name, *member.shape, field, FormatOf(member, TimestampFormat::kIso8601),
            IsFlattened(member));
    }
  }

 private:
  void Value(const std::string& name, const Shape& shape, const void* value, TimestampFormat format,
             bool flattened) {
    switch (shape.type) {
      case ShapeType::kStructure: Structure(name + ".", shape, value); return;
      case ShapeType::kList: {
        const size_t size = shape.list->size(value);
        if (size == 0) out.push_back({name, ""});
        const std::string base =
            name + "." + (flattened ? "" : std::string(ElementNameOf(shape)) + ".");
        for (size_t i = 0; i < size; ++i) {
          Value(base + std::to_string(i + 1), *shape.element, shape.list->at(value, i),
                FormatOf(*shape.element, TimestampFormat::kIso8601), shape.element->flattened);
        }
        return;
      }
      case ShapeType::kMap: {
        const std::string base = name + (flattened ? "." : ".entry.");
        size_t index = 0;
        EachEntry(shape, value, [&](const std::string& key, const void* entry) {
          const std::string item = base + std::to_string(++index) + ".";
          out.push_back({item + std::string(KeyNameOf(shape)), key});
          Value(item + std::string(ValueNameOf(shape)), *shape.element, entry,
                FormatOf(*shape.element, TimestampFormat::kIso8601), shape.element->flattened);
        });
        return;
      }
      case ShapeType::kStream: return;
      default: out.push_back({name, ScalarText(shape, value, format)});
    }
  }
};

}  // namespace

Result<void> ReadForm(const Shape& structure, const std::vector<QueryParameter>& parameters,
                      void* value, std::vector<std::string>* missing) {
  Node root;
  for (const QueryParameter& parameter : parameters) FIRN_OK(Insert(root, parameter));
  return Reader(missing).Structure(structure, root, value, nullptr);
}

std::vector<QueryParameter> WriteForm(const Shape& structure, const void* value) {
  Writer writer;
  writer.Structure("", structure, value);
  return std::move(writer.out);
}

}  // namespace firn::wire
