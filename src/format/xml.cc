#include "format/xml.h"

#include <pugixml.hpp>

#include "base/check.h"
#include "format/limits.h"

namespace firn::format {
namespace {

void Escape(std::string_view text, bool attribute, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += attribute ? "&quot;" : "\""; break;
      case '\r': out += "&#xD;"; break;
      case '\n': out += attribute ? "&#xA;" : "\n"; break;
      case '\t': out += attribute ? "&#x9;" : "\t"; break;
      // Other control characters cannot be said in XML 1.0.
      default: out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
}

pugi::xml_node NodeOf(const void* node) {
  return pugi::xml_node(static_cast<pugi::xml_node_struct*>(const_cast<void*>(node)));
}

std::string_view WithoutPrefix(std::string_view name) {
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class DepthMeter final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node&) override { return depth() < static_cast<int>(kXmlDepthMax); }
};

}  // namespace

void XmlWriter::Declaration() { out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"; }

void XmlWriter::EndTag() {
  if (in_tag_) out_ += '>';
  in_tag_ = false;
}

void XmlWriter::Open(std::string_view name) {
  EndTag();
  out_ += '<';
  out_ += name;
  open_.emplace_back(name);
  in_tag_ = true;
}

void XmlWriter::Attribute(std::string_view name, std::string_view value) {
  FIRN_CHECK(in_tag_);
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  Escape(value, true, out_);
  out_ += '"';
}

void XmlWriter::Text(std::string_view text) {
  EndTag();
  Escape(text, false, out_);
}

void XmlWriter::Close() {
  FIRN_CHECK(!open_.empty());
  if (in_tag_) {
    out_ += "/>";
    in_tag_ = false;
  } else {
    out_ += "</" + open_.back() + ">";
  }
  open_.pop_back();
}

void XmlWriter::Element(std::string_view name, std::string_view text) {
  Open(name);
  Text(text);
  Close();
}

std::string_view XmlElement::name() const { return WithoutPrefix(NodeOf(node_).name()); }

std::string_view XmlElement::text() const { return NodeOf(node_).child_value(); }

std::optional<std::string_view> XmlElement::Attribute(std::string_view name) const {
  const auto attribute = NodeOf(node_).attribute(std::string(name).c_str());
  if (!attribute) return {};
  return std::string_view(attribute.value());
}

std::vector<XmlElement> XmlElement::children() const {
  std::vector<XmlElement> found;
  for (const auto child : NodeOf(node_).children()) {
    if (child.type() == pugi::node_element) found.push_back(XmlElement(child.internal_object()));
  }
  return found;
}

std::vector<XmlElement> XmlElement::Children(std::string_view name) const {
  std::vector<XmlElement> found;
  for (const XmlElement& child : children()) {
    if (child.name() == name) found.push_back(child);
  }
  return found;
}

std::optional<XmlElement> XmlElement::Child(std::string_view name) const {
  for (const auto child : NodeOf(node_).children()) {
    if (child.type() == pugi::node_element && WithoutPrefix(child.name()) == name) {
      return XmlElement(child.internal_object());
    }
  }
  return {};
}

struct XmlDocument::State {
  pugi::xml_document document;
};

XmlDocument::XmlDocument(std::unique_ptr<State> state) : state_(std::move(state)) {}
XmlDocument::~XmlDocument() = default;
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;

Result<XmlDocument> XmlDocument::Parse(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return Fail(Kind::kInvalid, "XML: a zero byte");
  auto state = std::make_unique<State>();
  // White space is data in AWS's documents (a key may be one blank), so a lone white-space text is kept.
  constexpr unsigned kFlags = pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  const auto parsed = state->document.load_buffer(text.data(), text.size(), kFlags, pugi::encoding_utf8);
  if (!parsed) {
    return Fail(Kind::kInvalid, std::string("XML: ") + parsed.description() + " at byte " + std::to_string(parsed.offset));
  }
  for (const auto node : state->document.children()) {
    if (node.type() == pugi::node_doctype) return Fail(Kind::kInvalid, "XML: a document type is not accepted");
  }
  if (!state->document.document_element()) return Fail(Kind::kInvalid, "XML: no element");
  DepthMeter meter;
  if (!state->document.traverse(meter)) {
    return Fail(Kind::kInvalid, "XML: nested deeper than " + std::to_string(kXmlDepthMax));
  }
  return XmlDocument(std::move(state));
}

XmlElement XmlDocument::root() const { return XmlElement(state_->document.document_element().internal_object()); }

}  // namespace firn::format
