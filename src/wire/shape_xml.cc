#include "wire/shape_xml.h"

#include "wire/shape_access.h"
#include "wire/shape_text.h"

namespace firn::wire {
namespace {

using format::XmlElement;
using format::XmlWriter;

bool IsFlattened(const Member& member) { return member.flattened || member.shape->flattened; }

std::string XmlText(const Shape& shape, const void* value, TimestampFormat format, XmlStyle style) {
  if (shape.type == ShapeType::kTimestamp && format == TimestampFormat::kIso8601 &&
      style == XmlStyle::kS3) {
    return FormatIso8601Millis(As<Time>(value));
  }
  return ScalarText(shape, value, format);
}

class Writer {
 public:
  Writer(XmlWriter& xml, XmlStyle style) : xml_(xml), style_(style) {}

  void Members(const Shape& structure, const void* value) {
    for (const Member& member : structure.members) {
      const void* field = ValueOf(member, value);
      if (!member.xml_attribute || field == nullptr) continue;
      if (!structure.xml_namespace_prefix.empty()) {
        xml_.Attribute("xmlns:" + std::string(structure.xml_namespace_prefix),
                       structure.xml_namespace);
      }
      xml_.Attribute(member.wire_name,
                     XmlText(*member.shape, field, TimestampFormat::kIso8601, style_));
    }
    for (const Member& member : structure.members) {
      const void* field = ValueOf(member, value);
      if (member.location != Location::kBody || member.xml_attribute || field == nullptr) continue;
      WriteMember(member, field);
    }
  }

  void WriteMember(const Member& member, const void* value) {
    const Shape& shape = *member.shape;
    if (shape.type == ShapeType::kList && IsFlattened(member)) {
      for (size_t i = 0; i < shape.list->size(value); ++i) {
        Value(member.wire_name, *shape.element, shape.list->at(value, i),
              FormatOf(*shape.element, TimestampFormat::kIso8601));
      }
    } else if (shape.type == ShapeType::kMap && IsFlattened(member)) {
      Entries(member.wire_name, shape, value);
    } else {
      Value(member.wire_name, shape, value, FormatOf(member, TimestampFormat::kIso8601));
    }
  }

 private:
  void Value(std::string_view name, const Shape& shape, const void* value, TimestampFormat format) {
    if (shape.type == ShapeType::kStream) return;
    xml_.Open(name);
    switch (shape.type) {
      case ShapeType::kStructure: Members(shape, value); break;
      case ShapeType::kList:
        for (size_t i = 0; i < shape.list->size(value); ++i) {
          Value(ElementNameOf(shape), *shape.element, shape.list->at(value, i),
                FormatOf(*shape.element, TimestampFormat::kIso8601));
        }
        break;
      case ShapeType::kMap: Entries("entry", shape, value); break;
      default:
        if (const std::string text = XmlText(shape, value, format, style_); !text.empty())
          xml_.Text(text);
        break;
    }
    xml_.Close();
  }

  void Entries(std::string_view name, const Shape& map, const void* value) {
    EachEntry(map, value, [&](const std::string& key, const void* entry) {
      xml_.Open(name);
      xml_.Element(KeyNameOf(map), key);
      Value(ValueNameOf(map), *map.element, entry,
            FormatOf(*map.element, TimestampFormat::kIso8601));
      xml_.Close();
    });
  }

  XmlWriter& xml_;
  XmlStyle style_;
};

class Reader {
 public:
  explicit Reader(std::vector<std::string>* missing) : missing_(missing) {}

  Result<void> Members(const XmlElement& element, const Shape& structure, void* value,
                       const MemberPath* path) {
    for (const Member& member : structure.members) {
      if (member.location != Location::kBody) continue;
      const MemberPath here{path, member.name};
      FIRN_TRY(const bool found, ReadMember(element, member, value, &here));
      if (!found && member.required && missing_ != nullptr) missing_->push_back(here.text());
    }
    return {};
  }

 private:
  Result<bool> ReadMember(const XmlElement& element, const Member& member, void* structure,
                          const MemberPath* path) {
    if (member.xml_attribute) {
      const auto text = element.Attribute(member.wire_name);
      if (!text) return false;
      FIRN_OK(
          Within(member.wire_name, ParseScalar(*member.shape, *text, SlotOf(member, structure))));
      return true;
    }
    const bool many = IsFlattened(member) && !IsScalar(*member.shape) &&
                      member.shape->type != ShapeType::kStructure;
    if (!many) {
      const auto child = element.Child(member.wire_name);
      if (!child) return false;
      // An empty element is an empty string or collection, and no value of anything else.
      if (IsScalar(*member.shape) && member.shape->type != ShapeType::kString &&
          member.shape->type != ShapeType::kBlob && child->text().empty()) {
        return false;
      }
      FIRN_OK(Value(*child, *member.shape, SlotOf(member, structure), path));
      return true;
    }
    const auto children = element.Children(member.wire_name);
    if (children.empty()) return false;
    void* slot = SlotOf(member, structure);
    if (member.shape->type == ShapeType::kMap) {
      FIRN_OK(Entries(children, *member.shape, slot, path));
    } else {
      FIRN_OK(Elements(children, *member.shape, slot, path));
    }
    return true;
  }

  Result<void> Value(const XmlElement& element, const Shape& shape, void* value,
                     const MemberPath* path) {
    switch (shape.type) {
      case ShapeType::kStructure: return Members(element, shape, value, path);
      case ShapeType::kList:
        return Elements(element.Children(ElementNameOf(shape)), shape, value, path);
      case ShapeType::kMap: return Entries(element.Children("entry"), shape, value, path);
      case ShapeType::kStream: return {};
      default: return Within(element.name(), ParseScalar(shape, element.text(), value));
    }
  }

  Result<void> Elements(const std::vector<XmlElement>& elements, const Shape& list, void* value,
                        const MemberPath* path) {
    size_t index = 0;
    for (const XmlElement& element : elements) {
      const MemberPath here{path, {}, ++index};
      FIRN_OK(Value(element, *list.element, list.list->append(value), &here));
    }
    return {};
  }

  Result<void> Entries(const std::vector<XmlElement>& entries, const Shape& map, void* value,
                       const MemberPath* path) {
    for (const XmlElement& entry : entries) {
      const auto key = entry.Child(KeyNameOf(map));
      const auto item = entry.Child(ValueNameOf(map));
      if (!key || !item) return Fail(Kind::kInvalid, "a map entry needs a key and a value");
      const std::string name(key->text());
      const MemberPath here{path, name, 0, true};
      FIRN_OK(Value(*item, *map.element, map.map->insert(value, name), &here));
    }
    return {};
  }

  static Result<void> Within(std::string_view name, Result<void> result) {
    if (result) return {};
    return firn::Within(std::string(name), std::move(result).error());
  }

  std::vector<std::string>* missing_;
};

}  // namespace

void WriteXmlMembers(XmlWriter& xml, const Shape& structure, const void* value, XmlStyle style) {
  Writer(xml, style).Members(structure, value);
}

void WriteXmlMember(XmlWriter& xml, const Member& member, const void* value, XmlStyle style) {
  Writer(xml, style).WriteMember(member, value);
}

Result<void> ReadXmlMembers(const XmlElement& element, const Shape& structure, void* value,
                            const MemberPath* path, std::vector<std::string>* missing) {
  return Reader(missing).Members(element, structure, value, path);
}

}  // namespace firn::wire
