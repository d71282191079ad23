#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

namespace firn::format {

// Pulls fields out of protobuf wire bytes, without copies or allocation:
//
//   ProtobufReader reader(bytes);
//   while (reader.Next()) switch (reader.field()) { case 1: Use(reader.AsBytes()); break; default:
//   break; } if (!reader.ok()) …malformed…
//
// A field that is not read is skipped. Reading a field as another wire type gives zero or an empty
// view and fails the reader. Groups, which nothing since proto2 uses, are refused. Threads: one.
class ProtobufReader {
 public:
  enum class WireType : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  explicit ProtobufReader(std::string_view bytes)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  // Moves to the next field; false at the end or when the bytes are malformed (then ok() is false).
  bool Next() {
    if (at_ == end_ || !ok_) return false;
    uint64_t tag;
    if (!Varint(tag)) return Failed();
    field_ = static_cast<uint32_t>(tag >> 3);
    if (field_ == 0 || tag >> 3 > kFieldMax) return Failed();
    switch (tag & 7) {
      case 0: type_ = WireType::kVarint; return Varint(number_) || Failed();
      case 1: type_ = WireType::kFixed64; return Fixed(8) || Failed();
      case 2: {
        type_ = WireType::kBytes;
        uint64_t size;
        if (!Varint(size) || size > static_cast<uint64_t>(end_ - at_)) return Failed();
        bytes_ = std::string_view(at_, size);
        at_ += size;
        return true;
      }
      case 5: type_ = WireType::kFixed32; return Fixed(4) || Failed();
      default: return Failed();
    }
  }

  uint32_t field() const { return field_; }
  WireType type() const { return type_; }
  bool ok() const { return ok_; }

  uint64_t AsUint64() { return Expect(WireType::kVarint) ? number_ : 0; }
  int64_t AsInt64() { return static_cast<int64_t>(AsUint64()); }
  int32_t AsInt32() { return static_cast<int32_t>(AsUint64()); }
  uint32_t AsUint32() { return static_cast<uint32_t>(AsUint64()); }
  bool AsBool() { return AsUint64() != 0; }
  int64_t AsSint64() {
    const uint64_t raw = AsUint64();
    return static_cast<int64_t>(raw >> 1) ^ -static_cast<int64_t>(raw & 1);
  }
  uint64_t AsFixed64() { return Expect(WireType::kFixed64) ? number_ : 0; }
  uint32_t AsFixed32() { return Expect(WireType::kFixed32) ? static_cast<uint32_t>(number_) : 0; }
  double AsDouble() {
    const uint64_t raw = AsFixed64();
    double value;
    std::memcpy(&value, &raw, sizeof value);
    return value;
  }
  float AsFloat() {
    const uint32_t raw = AsFixed32();
    float value;
    std::memcpy(&value, &raw, sizeof value);
    return value;
  }
  std::string_view AsBytes() { return Expect(WireType::kBytes) ? bytes_ : std::string_view(); }

  // Takes one element off the front of a packed field's bytes; false when they are empty or
  // malformed.
  static bool TakePackedVarint(std::string_view& packed, uint64_t& value) {
    const char* at = packed.data();
    if (!TakeVarintFrom(at, packed.data() + packed.size(), value)) return false;
    packed.remove_prefix(static_cast<size_t>(at - packed.data()));
    return true;
  }
  static bool TakePackedFixed64(std::string_view& packed, uint64_t& value) {
    if (packed.size() < sizeof value) return false;
    std::memcpy(&value, packed.data(), sizeof value);
    packed.remove_prefix(sizeof value);
    return true;
  }
  static bool TakePackedDouble(std::string_view& packed, double& value) {
    if (packed.size() < sizeof value) return false;
    std::memcpy(&value, packed.data(), sizeof value);
    packed.remove_prefix(sizeof value);
    return true;
  }

 private:
  static constexpr uint64_t kFieldMax = (1u << 29) - 1;

  static bool TakeVarintFrom(const char*& at, const char* end, uint64_t& value) {
    value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) return false;
      const auto byte = static_cast<uint8_t>(*at++);
      value |= static_cast<uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return shift < 63 || byte < 2;
    }
    return false;
  }

  bool Failed() {
    ok_ = false;
    return false;
  }
  bool Expect(WireType wanted) { return type_ == wanted || Failed(); }

  bool Varint(uint64_t& value) { return TakeVarintFrom(at_, end_, value); }

  bool Fixed(size_t size) {
    if (static_cast<size_t>(end_ - at_) < size) return false;
    number_ = 0;
    std::memcpy(&number_, at_, size);
    at_ += size;
    return true;
  }

  const char* at_;
  const char* end_;
  uint32_t field_ = 0;
  WireType type_ = WireType::kVarint;
  bool ok_ = true;
  uint64_t number_ = 0;
  std::string_view bytes_;
};

// Appends protobuf fields to a string.
class ProtobufWriter {
 public:
  void Varint(uint32_t field, uint64_t value);
  void Sint64(uint32_t field, int64_t value);
  void Fixed64(uint32_t field, uint64_t value);
  void Fixed32(uint32_t field, uint32_t value);
  void Double(uint32_t field, double value);
  void Bytes(uint32_t field, std::string_view bytes);
  const std::string& bytes() const { return out_; }
  std::string Take() { return std::move(out_); }

 private:
  void Tag(uint32_t field, ProtobufReader::WireType type);
  void Raw(uint64_t value);
  std::string out_;
};

}  // namespace firn::format
