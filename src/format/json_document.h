#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "format/json.h"

namespace firn::format {

inline constexpr size_t kJsonPadding = 64;

// A value inside a JsonDocument: small, copied at will, valid as long as the document. The same meanings as Json's
// members of these names; a repeated key's last value wins.
class JsonView {
 public:
  bool is_null() const;
  bool is_bool() const;
  bool is_integer() const;  // fits 64 signed bits
  bool is_number() const;
  bool is_string() const;
  bool is_array() const;
  bool is_object() const;

  bool bool_or(bool fallback) const;
  int64_t integer_or(int64_t fallback) const;
  double number_or(double fallback) const;
  std::string_view string_or(std::string_view fallback) const;

  // Object member, or nothing when absent or not an object.
  std::optional<JsonView> Find(std::string_view key) const;
  // Visits elements or members in their order until one fails; none when the value is something else.
  Result<void> ForEachElement(const std::function<Result<void>(JsonView)>& visit) const;
  Result<void> ForEachMember(const std::function<Result<void>(std::string_view key, JsonView)>& visit) const;

  // The value on its own.
  Json Copy() const;

 private:
  friend class JsonDocument;
  std::array<uint64_t, 2> element_{};  // the parser's own handle, whose type stays in the .cc
};

// A parsed text that is read in place, without a tree of values: for large documents that are read once. Threads: one.
class JsonDocument {
 public:
  // Reads the text of at most limits.h's depth; anything after the value but white space is an error. kInvalid with the
  // reason; invalid UTF-8 is refused. The text may go afterwards. `readable_behind` bytes behind it may be read: with
  // kJsonPadding of them the parser needs no copy.
  static Result<JsonDocument> Parse(std::string_view text, size_t readable_behind = 0);
  ~JsonDocument();
  JsonDocument(JsonDocument&&) noexcept;
  JsonDocument& operator=(JsonDocument&&) = delete;

  JsonView root() const { return root_; }

 private:
  struct Parser;
  explicit JsonDocument(std::unique_ptr<Parser> parser);
  std::unique_ptr<Parser> parser_;
  JsonView root_;
};

}  // namespace firn::format
