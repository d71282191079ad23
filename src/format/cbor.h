#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace firn::format {

// What stands next in CBOR bytes.
enum class CborType {
  kUnsigned,
  kNegative,
  kBytes,
  kText,
  kArray,
  kMap,
  kTag,
  kBoolean,
  kNull,
  kFloat,
  kBreak
};

// Pulls CBOR items one by one. Containers are entered, not collected: after an array or map header
// its items follow, and an indefinite one ends with a kBreak that Break consumes. Malformed or
// truncated bytes give kInvalid; Skip refuses nesting beyond limits.h, and a caller that recurses
// counts its own. A failed reader is spent. Threads: one.
class CborReader {
 public:
  explicit CborReader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }
  Result<CborType> Peek() const;
  Result<int64_t> Integer();  // kUnsigned or kNegative within 64 signed bits
  Result<double> Number();    // any integer or float
  Result<bool> Boolean();
  Result<void> Null();          // null or undefined
  Result<std::string> Bytes();  // definite or in chunks
  Result<std::string> Text();   // the same, checked to be UTF-8
  Result<uint64_t> Tag();
  // Enters a container; the number of items (pairs for maps), nothing when it ends with a break.
  Result<std::optional<uint64_t>> EnterArray();
  Result<std::optional<uint64_t>> EnterMap();
  // Consumes a break when one is next; whether it did.
  Result<bool> Break();
  // Passes over one whole item.
  Result<void> Skip();

 private:
  struct Head {
    uint8_t major;
    uint8_t info;
    uint64_t value;
  };
  Result<Head> ReadHead();
  Result<std::string> Chunks(uint8_t major);
  Result<std::optional<uint64_t>> Enter(uint8_t major);
  Result<void> SkipNested(size_t depth);

  std::string_view rest_;
};

// Appends CBOR items, definite lengths only.
class CborWriter {
 public:
  void Integer(int64_t value);
  void Double(double value);
  void Boolean(bool value);
  void Null();
  void Bytes(std::string_view bytes);
  void Text(std::string_view text);
  void Tag(uint64_t tag);
  void Array(uint64_t count);
  void Map(uint64_t count);
  const std::string& bytes() const { return out_; }
  std::string Take() { return std::move(out_); }

 private:
  void Head(uint8_t major, uint64_t value);
  std::string out_;
};

}  // namespace firn::format
