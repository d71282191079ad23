#pragma once

// How the keys of a JSON object find the columns they fill. Included by .cc files of this room
// only.

#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "columnar/json_decoder.h"
#include "columnar/type.h"

namespace firn::columnar {

// A key as it stands in JSON, its closing quote included, cut into words that are compared at once.
// Reading a word may go beyond the key, never beyond the record's padding.
class KeyPattern {
 public:
  explicit KeyPattern(std::string_view name) {
    std::string bytes = std::string(name) + '"';
    plain_ = bytes.size() <= kWords * 8 && name.find_first_of("\"\\") == std::string_view::npos;
    if (!plain_) return;
    count_ = (bytes.size() + 7) / 8;
    bytes.resize(kWords * 8);
    std::memcpy(words_, bytes.data(), sizeof words_);
    const size_t last = (name.size() + 1) % 8;
    mask_ = last == 0 ? ~uint64_t{0} : (uint64_t{1} << (last * 8)) - 1;
  }
  // Never true for keys that are long or written with escapes; these are looked up by their text.
  bool Matches(const char* raw) const {
    if (!plain_) return false;
    for (size_t i = 0; i + 1 < count_; ++i) {
      if (Word(raw + i * 8) != words_[i]) return false;
    }
    return (Word(raw + (count_ - 1) * 8) & mask_) == words_[count_ - 1];
  }

 private:
  static constexpr size_t kWords = kRecordPadding / 8 - 1;
  static uint64_t Word(const char* at) {
    uint64_t word;
    std::memcpy(&word, at, sizeof word);
    return word;
  }
  uint64_t words_[kWords] = {};
  size_t count_ = 0;
  uint64_t mask_ = 0;
  bool plain_ = false;
};

// The members of an object that become columns, found by key. Records of one producer carry their
// keys in one order, so the key at each place is first compared with the one that stood there last
// time.
struct Members {
  explicit Members(const std::vector<Field>& wanted) : fields(wanted), seen(wanted.size(), 0) {
    for (size_t i = 0; i < fields.size(); ++i) by_name.emplace(fields[i].name, i);
    for (const Field& field : fields) {
      parts.push_back(Parts(field.type));
      patterns.emplace_back(field.name);
    }
  }
  // Members of the structs inside a type: one for each child that leads to any.
  struct Node {
    std::unique_ptr<Members> members;  // of a struct
    std::vector<Node> children;        // of a list or map
  };
  static Node Parts(const ColumnType& type) {
    Node node;
    if (type.id == TypeId::kStruct)
      node.members = std::make_unique<Members>(type.fields);
    else
      for (const Field& field : type.fields) node.children.push_back(Parts(field.type));
    return node;
  }

  const std::vector<Field>& fields;
  std::unordered_map<std::string_view, size_t> by_name;
  std::vector<KeyPattern> patterns;  // by field index
  std::vector<size_t> expected;      // field index by place
  std::vector<uint64_t> seen;        // the object in which the field was filled last
  uint64_t objects = 0;
  std::vector<Node> parts;
};

inline constexpr size_t kNoField = std::numeric_limits<size_t>::max();

}  // namespace firn::columnar
