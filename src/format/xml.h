#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace firn::format {

// Writes XML text. Elements close in the order they were opened; names are the caller's and must be
// valid. Threads: one.
class XmlWriter {
 public:
  void Declaration();  // <?xml version="1.0" encoding="UTF-8"?> and a newline
  // Opens an element; attributes may follow until its first content.
  void Open(std::string_view name);
  void Attribute(std::string_view name, std::string_view value);
  void Text(std::string_view text);
  void Close();
  void Element(std::string_view name, std::string_view text);  // Open, Text, Close
  const std::string& text() const { return out_; }
  std::string Take() { return std::move(out_); }

 private:
  void EndTag();
  std::string out_;
  std::vector<std::string> open_;
  bool in_tag_ = false;
};

// One element of a parsed document. A view: it lives as long as its XmlDocument.
class XmlElement {
 public:
  std::string_view name() const;  // without namespace prefix
  std::string_view text() const;  // its own, comments left out; not that of its children
  std::optional<std::string_view> Attribute(
      std::string_view name) const;          // name as written, with its prefix
  std::vector<XmlElement> children() const;  // elements only
  std::vector<XmlElement> Children(std::string_view name) const;  // those of one name
  std::optional<XmlElement> Child(std::string_view name) const;   // the first of one name

 private:
  friend class XmlDocument;
  explicit XmlElement(const void* node) : node_(node) {}
  const void* node_;  // the library's node
};

// A parsed document. Document types and entities beyond the five of XML are refused, as is nesting
// beyond limits.h.
class XmlDocument {
 public:
  static Result<XmlDocument> Parse(std::string_view text);
  ~XmlDocument();
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  XmlElement root() const;

 private:
  struct State;
  explicit XmlDocument(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firn::format
