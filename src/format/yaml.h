#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/json.h"

namespace firn::format {

// A YAML value with where it stands, so that errors can point at it. Lines and columns count
// from 1.
struct YamlNode {
  enum class Type { kNull, kScalar, kSequence, kMap };
  struct Entry;

  Type type = Type::kNull;
  std::string scalar;   // as written, without quotes
  bool quoted = false;  // "true" and 'true' are texts, true is not
  std::vector<YamlNode> items;
  std::vector<Entry> entries;  // in the order of the text; keys are unique
  int line = 1;
  int column = 1;

  const YamlNode* Find(std::string_view key) const;
  std::string Place() const;  // "line 3, column 5"
};

struct YamlNode::Entry {
  std::string key;
  int line = 1;
  int column = 1;
  YamlNode value;
};

// Parses one document. kInvalid with line and column for bad syntax, repeated keys, keys that are
// not texts, and documents beyond limits.h, text that is not UTF-8, and tags other than !!str.
// Anchors and aliases are followed; each use counts.
Result<YamlNode> ParseYaml(std::string_view text);

// The value that YAML's core schema gives: an unquoted null, true, 12, 0x1f, 0o17, 1.5 or .inf has
// its own type, everything else is a text. Integers beyond 64 signed bits become doubles.
Json JsonOf(const YamlNode& node);

}  // namespace firn::format
