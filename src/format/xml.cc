#include "format/xml.h"

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>
#include <utility>

#include "base/check.h"
#include "base/encoding.h"
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

bool IsTextNode(const pugi::xml_node& node) {
  return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

// Measures the depth, and gathers what comments and sections cut into several texts into the first
// of them.
class Settler final : public pugi::xml_tree_walker {
 public:
  bool for_each(pugi::xml_node& node) override {
    if (depth() >= static_cast<int>(kXmlDepthMax)) return false;
    if (node.type() != pugi::node_element) return true;
    pugi::xml_node first;
    std::string joined;
    for (pugi::xml_node child : node.children()) {
      if (!IsTextNode(child)) continue;
      if (!first) {
        first = child;
        continue;
      }
      if (joined.empty()) joined = first.value();
      joined += child.value();
    }
    return joined.empty() || first.set_value(joined.c_str());
  }
};

// The character that a reference between '&' and ';' means is one XML allows.
bool IsCharacterReference(std::string_view reference) {
  if (!reference.starts_with('#')) return false;
  reference.remove_prefix(1);
  const bool hex = reference.starts_with('x');
  if (hex) reference.remove_prefix(1);
  uint32_t point = 0;
  const char* end = reference.data() + reference.size();
  const auto read = std::from_chars(reference.data(), end, point, hex ? 16 : 10);
  if (read.ec != std::errc() || read.ptr != end) return false;
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return point < 0xd800 || (point > 0xdfff && point < 0xfffe) ||
         (point > 0xffff && point < 0x110000);
}

// Finds an entity beyond the five of XML; the parser would leave it standing as text.
bool HasUnknownEntity(std::string_view text) {
  constexpr size_t kReferenceBytesMax = 16;
  constexpr std::string_view kKnown[] = {"amp", "lt", "gt", "quot", "apos"};
  // Where references mean nothing, and what ends such a place.
  constexpr std::pair<std::string_view, std::string_view> kOpaque[] = {
      {"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};
  size_t at = 0;
  while ((at = text.find_first_of("&<", at)) != std::string_view::npos) {
    const std::string_view rest = text.substr(at);
    if (rest[0] == '&') {
      const size_t end = rest.substr(0, kReferenceBytesMax).find(';');
      if (end == std::string_view::npos) return true;
      const std::string_view reference = rest.substr(1, end - 1);
      const bool known = std::ranges::find(kKnown, reference) != std::end(kKnown);
      if (!known && !IsCharacterReference(reference)) return true;
      at += end;
      continue;
    }
    size_t length = 1;
    for (const auto& [open, close] : kOpaque) {
      if (!rest.starts_with(open)) continue;
      const size_t end = rest.find(close, open.size());
      length = end == std::string_view::npos ? rest.size() : end + close.size();
    }
    at += length;
  }
  return false;
}

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
  if (!IsUtf8(text)) return Fail(Kind::kInvalid, "XML: not UTF-8");
  if (HasUnknownEntity(text)) return Fail(Kind::kInvalid, "XML: an unknown entity or character");
  auto state = std::make_unique<State>();
  // White space is data in AWS's documents (a key may be one blank), so a lone white-space text is
  // kept.
  constexpr unsigned kFlags =
      pugi::parse_default | pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  const auto parsed =
      state->document.load_buffer(text.data(), text.size(), kFlags, pugi::encoding_utf8);
  if (!parsed) {
    return Fail(Kind::kInvalid, std::string("XML: ") + parsed.description() + " at byte " +
                                    std::to_string(parsed.offset));
  }
  size_t roots = 0;
  for (const auto node : state->document.children()) {
    if (node.type() == pugi::node_doctype)
      return Fail(Kind::kInvalid, "XML: a document type is not accepted");
    if (node.type() == pugi::node_element && ++roots > 1)
      return Fail(Kind::kInvalid, "XML: a second root element");
  }
  if (!state->document.document_element()) return Fail(Kind::kInvalid, "XML: no element");
  Settler settler;
  if (!state->document.traverse(settler)) {
    return Fail(Kind::kInvalid, "XML: nested deeper than " + std::to_string(kXmlDepthMax));
  }
  return XmlDocument(std::move(state));
}

XmlElement XmlDocument::root() const {
  return XmlElement(state_->document.document_element().internal_object());
}

}  // namespace firn::format
