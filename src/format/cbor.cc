#include "format/cbor.h"

#include <cmath>
#include <cstring>

#include "base/encoding.h"
#include "format/limits.h"

namespace firn::format {
namespace {

// Major types of RFC 8949.
constexpr uint8_t kUnsignedMajor = 0, kNegativeMajor = 1, kBytesMajor = 2, kTextMajor = 3,
                  kArrayMajor = 4, kMapMajor = 5, kTagMajor = 6, kSimpleMajor = 7;
constexpr uint8_t kIndefinite = 31;
constexpr uint8_t kFalse = 20, kTrue = 21, kNullValue = 22, kUndefined = 23, kHalf = 25,
                  kSingle = 26, kWhole = 27;

Unexpected Bad(const char* what) { return Fail(Kind::kInvalid, std::string("CBOR: ") + what); }

double HalfToDouble(uint16_t half) {
  const int exponent = half >> 10 & 0x1f;
  const int mantissa = half & 0x3ff;
  double value;
  if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else if (exponent != 31) {
    value = std::ldexp(mantissa + 1024, exponent - 25);
  } else {
    value = mantissa == 0 ? INFINITY : NAN;
  }
  return half & 0x8000 ? -value : value;
}

double FloatOf(uint8_t info, uint64_t bits) {
  if (info == kHalf) return HalfToDouble(static_cast<uint16_t>(bits));
  if (info == kSingle) {
    const auto narrow = static_cast<uint32_t>(bits);
    float value;
    std::memcpy(&value, &narrow, sizeof value);
    return value;
  }
  double value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

}  // namespace

Result<CborReader::Head> CborReader::ReadHead() {
  if (rest_.empty()) return Bad("cut short");
  const auto first = static_cast<uint8_t>(rest_.front());
  rest_.remove_prefix(1);
  Head head{static_cast<uint8_t>(first >> 5), static_cast<uint8_t>(first & 31),
            static_cast<uint64_t>(first & 31)};
  if (head.info < 24) return head;
  if (head.info == kIndefinite) {
    if (head.major < kBytesMajor || head.major == kTagMajor)
      return Bad("indefinite length of what has none");
    head.value = 0;
    return head;
  }
  if (head.info > 27) return Bad("reserved length");
  const size_t size = size_t{1} << (head.info - 24);
  if (rest_.size() < size) return Bad("cut short");
  head.value = 0;
  for (size_t i = 0; i < size; ++i) head.value = head.value << 8 | static_cast<uint8_t>(rest_[i]);
  rest_.remove_prefix(size);
  return head;
}

Result<CborType> CborReader::Peek() const {
  if (rest_.empty()) return Bad("cut short");
  const auto first = static_cast<uint8_t>(rest_.front());
  switch (first >> 5) {
    case kUnsignedMajor: return CborType::kUnsigned;
    case kNegativeMajor: return CborType::kNegative;
    case kBytesMajor: return CborType::kBytes;
    case kTextMajor: return CborType::kText;
    case kArrayMajor: return CborType::kArray;
    case kMapMajor: return CborType::kMap;
    case kTagMajor: return CborType::kTag;
    default: break;
  }
  switch (first & 31) {
    case kFalse:
    case kTrue: return CborType::kBoolean;
    case kNullValue:
    case kUndefined: return CborType::kNull;
    case kHalf:
    case kSingle:
    case kWhole: return CborType::kFloat;
    case kIndefinite: return CborType::kBreak;
    default: return Bad("unknown simple value");
  }
}

Result<int64_t> CborReader::Integer() {
  FIRN_TRY(const Head head, ReadHead());
  if (head.major > kNegativeMajor) return Bad("expected an integer");
  if (head.value > static_cast<uint64_t>(INT64_MAX)) return Bad("integer beyond 64 bits");
  const auto value = static_cast<int64_t>(head.value);
  return head.major == kUnsignedMajor ? value : -1 - value;
}

Result<double> CborReader::Number() {
  FIRN_TRY(const CborType type, Peek());
  if (type == CborType::kFloat) {
    FIRN_TRY(const Head head, ReadHead());
    return FloatOf(head.info, head.value);
  }
  if (type != CborType::kUnsigned && type != CborType::kNegative) return Bad("expected a number");
  FIRN_TRY(const Head head, ReadHead());
  const auto value = static_cast<double>(head.value);
  return type == CborType::kUnsigned ? value : -1 - value;
}

Result<bool> CborReader::Boolean() {
  FIRN_TRY(const CborType type, Peek());
  if (type != CborType::kBoolean) return Bad("expected a boolean");
  FIRN_TRY(const Head head, ReadHead());
  return head.info == kTrue;
}

Result<void> CborReader::Null() {
  FIRN_TRY(const CborType type, Peek());
  if (type != CborType::kNull) return Bad("expected null");
  FIRN_OK(ReadHead());
  return {};
}

Result<std::string> CborReader::Chunks(uint8_t major) {
  FIRN_TRY(Head head, ReadHead());
  if (head.major != major) return Bad(major == kTextMajor ? "expected a text" : "expected bytes");
  const bool chunked = head.info == kIndefinite;
  std::string out;
  while (true) {
    if (chunked) {
      FIRN_TRY(const bool ended, Break());
      if (ended) return out;
      FIRN_TRY(head, ReadHead());
      if (head.major != major || head.info == kIndefinite) return Bad("a chunk of another kind");
    }
    if (head.value > rest_.size()) return Bad("cut short");
    out += rest_.substr(0, head.value);
    rest_.remove_prefix(head.value);
    if (!chunked) return out;
  }
}

Result<std::string> CborReader::Bytes() { return Chunks(kBytesMajor); }

Result<std::string> CborReader::Text() {
  FIRN_TRY(auto text, Chunks(kTextMajor));
  if (!IsUtf8(text)) return Bad("a text is not UTF-8");
  return text;
}

Result<uint64_t> CborReader::Tag() {
  FIRN_TRY(const Head head, ReadHead());
  if (head.major != kTagMajor) return Bad("expected a tag");
  return head.value;
}

Result<std::optional<uint64_t>> CborReader::Enter(uint8_t major) {
  FIRN_TRY(const Head head, ReadHead());
  if (head.major != major) return Bad(major == kMapMajor ? "expected a map" : "expected an array");
  if (head.info == kIndefinite) return std::optional<uint64_t>();
  // Every item takes a byte at least, so a greater count is a lie.
  if (head.value > rest_.size()) return Bad("cut short");
  return std::optional<uint64_t>(head.value);
}

Result<std::optional<uint64_t>> CborReader::EnterArray() { return Enter(kArrayMajor); }
Result<std::optional<uint64_t>> CborReader::EnterMap() { return Enter(kMapMajor); }

Result<bool> CborReader::Break() {
  FIRN_TRY(const CborType type, Peek());
  if (type != CborType::kBreak) return false;
  rest_.remove_prefix(1);
  return true;
}

Result<void> CborReader::Skip() { return SkipNested(0); }

Result<void> CborReader::SkipNested(size_t depth) {
  if (depth > kCborDepthMax) return Bad("nested too deeply");
  FIRN_TRY(const CborType type, Peek());
  switch (type) {
    case CborType::kBytes: FIRN_OK(Bytes()); return {};
    case CborType::kText: FIRN_OK(Text()); return {};
    case CborType::kTag: FIRN_OK(Tag()); return SkipNested(depth + 1);
    case CborType::kArray:
    case CborType::kMap: {
      const uint64_t each = type == CborType::kMap ? 2 : 1;
      FIRN_TRY(const auto count, type == CborType::kMap ? EnterMap() : EnterArray());
      for (uint64_t i = 0; !count || i < *count; ++i) {
        if (!count) {
          FIRN_TRY(const bool ended, Break());
          if (ended) return {};
        }
        for (uint64_t part = 0; part < each; ++part) FIRN_OK(SkipNested(depth + 1));
      }
      return {};
    }
    case CborType::kBreak: return Bad("a break outside a container");
    default: FIRN_OK(ReadHead()); return {};
  }
}

void CborWriter::Head(uint8_t major, uint64_t value) {
  const auto first = static_cast<uint8_t>(major << 5);
  if (value < 24) {
    out_ += static_cast<char>(first | value);
    return;
  }
  const int width = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;
  out_ += static_cast<char>(first | (24 + width));
  for (int shift = (8 << width) - 8; shift >= 0; shift -= 8)
    out_ += static_cast<char>(value >> shift);
}

void CborWriter::Integer(int64_t value) {
  if (value >= 0) {
    Head(kUnsignedMajor, static_cast<uint64_t>(value));
  } else {
    Head(kNegativeMajor, static_cast<uint64_t>(-1 - value));
  }
}

void CborWriter::Double(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  out_ += static_cast<char>(kSimpleMajor << 5 | kWhole);
  for (int shift = 56; shift >= 0; shift -= 8) out_ += static_cast<char>(bits >> shift);
}

void CborWriter::Boolean(bool value) {
  out_ += static_cast<char>(kSimpleMajor << 5 | (value ? kTrue : kFalse));
}
void CborWriter::Null() { out_ += static_cast<char>(kSimpleMajor << 5 | kNullValue); }

void CborWriter::Bytes(std::string_view bytes) {
  Head(kBytesMajor, bytes.size());
  out_ += bytes;
}

void CborWriter::Text(std::string_view text) {
  Head(kTextMajor, text.size());
  out_ += text;
}

void CborWriter::Tag(uint64_t tag) { Head(kTagMajor, tag); }
void CborWriter::Array(uint64_t count) { Head(kArrayMajor, count); }
void CborWriter::Map(uint64_t count) { Head(kMapMajor, count); }

}  // namespace firn::format
