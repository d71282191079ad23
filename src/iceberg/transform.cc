#include "iceberg/transform.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#include "iceberg/calendar.h"

namespace firn::iceberg {
namespace {

using TransformKind = Transform::Kind;

struct NamedKind {
  std::string_view name;
  TransformKind kind;
};

constexpr NamedKind kPlain[] = {
    {"identity", TransformKind::kIdentity}, {"year", TransformKind::kYear},
    {"month", TransformKind::kMonth},       {"day", TransformKind::kDay},
    {"hour", TransformKind::kHour},         {"void", TransformKind::kVoid},
};

bool IsTimestamp(TypeId id) {
  return id == TypeId::kTimestamp || id == TypeId::kTimestamptz || id == TypeId::kTimestampNs ||
         id == TypeId::kTimestamptzNs;
}

bool IsNanos(TypeId id) { return id == TypeId::kTimestampNs || id == TypeId::kTimestamptzNs; }

bool CanBucket(TypeId id) {
  switch (id) {
    case TypeId::kInt:
    case TypeId::kLong:
    case TypeId::kDecimal:
    case TypeId::kDate:
    case TypeId::kTime:
    case TypeId::kTimestamp:
    case TypeId::kTimestamptz:
    case TypeId::kTimestampNs:
    case TypeId::kTimestamptzNs:
    case TypeId::kString:
    case TypeId::kUuid:
    case TypeId::kFixed:
    case TypeId::kBinary: return true;
    default: return false;
  }
}

std::string TruncateText(const std::string& text, int32_t width) {
  size_t at = 0;
  for (int32_t points = 0; at < text.size(); ++at) {
    bool starts_point = (static_cast<uint8_t>(text[at]) & 0xc0) != 0x80;
    if (starts_point && points++ == width) break;
  }
  return text.substr(0, at);
}

Value TruncateValue(const Type& type, const Value& value, int32_t width) {
  if (value.integer()) {
    // Computed wide: the result may lie below the 64-bit range, where it wraps as the reference
    // implementation does.
    Int128 number = *value.integer();
    Int128 floored = number - (((number % width) + width) % width);
    return Value::Long(type.id == TypeId::kInt ? static_cast<int32_t>(floored)
                                               : static_cast<int64_t>(floored));
  }
  if (value.decimal()) {
    Int128 number = *value.decimal();
    return Value::Decimal(number - (((number % width) + width) % width));
  }
  if (type.id == TypeId::kString) return Value::Bytes(TruncateText(*value.bytes(), width));
  return Value::Bytes(value.bytes()->substr(0, static_cast<size_t>(width)));
}

Value TimePart(TransformKind kind, const Type& type, int64_t value) {
  int64_t days = value;
  if (IsTimestamp(type.id)) {
    int64_t micros = IsNanos(type.id) ? FloorDivide(value, 1'000) : value;
    if (kind == TransformKind::kHour) return Value::Long(FloorDivide(micros, kMicrosPerHour));
    days = FloorDivide(micros, kMicrosPerDay);
  }
  if (kind == TransformKind::kDay) return Value::Long(days);
  CivilDate date = CivilFromDays(days);
  if (kind == TransformKind::kYear) return Value::Long(date.year - 1970);
  return Value::Long((date.year - 1970) * 12 + date.month - 1);
}

std::string YearText(int64_t year) {
  return year < 0 ? fmt::format("-{:04}", -year) : fmt::format("{:04}", year);
}

}  // namespace

Result<Transform> Transform::Parse(std::string_view text) {
  for (const NamedKind& plain : kPlain) {
    if (plain.name == text) return Of(plain.kind);
  }
  for (auto [name, kind] :
       {NamedKind{"bucket[", Kind::kBucket}, NamedKind{"truncate[", Kind::kTruncate}}) {
    if (!text.starts_with(name)) continue;
    std::string_view number = text.substr(name.size());
    int32_t parameter = 0;
    auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), parameter);
    if (error != std::errc() || std::string_view(end, number.data() + number.size()) != "]" ||
        parameter <= 0) {
      return Fail(firn::Kind::kInvalid,
                  "Invalid transform parameter: " + std::string(text.substr(0, 100)));
    }
    return Transform{kind, parameter, {}};
  }
  if (text.empty()) return Fail(firn::Kind::kInvalid, "Invalid transform: it is empty");
  return Transform{Kind::kUnknown, 0, std::string(text)};
}

std::string Transform::Text() const {
  if (kind == Kind::kBucket) return fmt::format("bucket[{}]", parameter);
  if (kind == Kind::kTruncate) return fmt::format("truncate[{}]", parameter);
  for (const NamedKind& plain : kPlain) {
    if (plain.kind == kind) return std::string(plain.name);
  }
  return unknown;
}

bool Transform::Accepts(const Type& source) const {
  TypeId id = source.id;
  switch (kind) {
    case Kind::kIdentity: return source.is_primitive() && id < TypeId::kUnknown;
    case Kind::kBucket: return CanBucket(id);
    case Kind::kTruncate:
      return id == TypeId::kInt || id == TypeId::kLong || id == TypeId::kDecimal ||
             id == TypeId::kString || id == TypeId::kBinary;
    case Kind::kYear:
    case Kind::kMonth:
    case Kind::kDay: return id == TypeId::kDate || IsTimestamp(id);
    case Kind::kHour: return IsTimestamp(id);
    case Kind::kVoid: return true;
    case Kind::kUnknown: return source.is_primitive();
  }
  return false;
}

Type Transform::ResultType(const Type& source) const {
  switch (kind) {
    case Kind::kBucket:
    case Kind::kYear:
    case Kind::kMonth:
    case Kind::kHour: return Type::Of(TypeId::kInt);
    case Kind::kDay: return Type::Of(TypeId::kDate);
    case Kind::kUnknown: return Type::Of(TypeId::kString);
    default: return source;
  }
}

Result<Value> Transform::Apply(const Type& source, const Value& value) const {
  if (kind == Kind::kUnknown)
    return Fail(firn::Kind::kUnsupported, "Cannot apply unknown transform: " + unknown);
  if (!Accepts(source)) {
    return Fail(firn::Kind::kInvalid,
                "Invalid source type " + TypeText(source) + " for transform: " + Text());
  }
  if (value.is_null() || kind == Kind::kVoid) return Value::Null();
  if (!Holds(source, value)) {
    return Fail(firn::Kind::kInvalid, "Cannot transform a value that is no " + TypeText(source));
  }
  switch (kind) {
    case Kind::kBucket: {
      FIRN_TRY(int32_t hash, BucketHash(source, value));
      return Value::Long((hash & std::numeric_limits<int32_t>::max()) % parameter);
    }
    case Kind::kTruncate: return TruncateValue(source, value, parameter);
    case Kind::kYear:
    case Kind::kMonth:
    case Kind::kDay:
    case Kind::kHour: return TimePart(kind, source, *value.integer());
    default: return value;
  }
}

std::string Transform::ResultText(const Type& source, const Value& result) const {
  if (result.is_null()) return "null";
  if (const int64_t* number = result.integer(); number && Holds(ResultType(source), result)) {
    switch (kind) {
      case Kind::kYear: return YearText(*number + 1970);
      case Kind::kMonth: {
        int64_t years = FloorDivide(*number, 12);
        return fmt::format("{}-{:02}", YearText(years + 1970), *number - years * 12 + 1);
      }
      case Kind::kDay: return DateText(*number);
      case Kind::kHour: {
        int64_t days = FloorDivide(*number, 24);
        return fmt::format("{}-{:02}", DateText(days), *number - days * 24);
      }
      default: break;
    }
  }
  return HumanText(ResultType(source), result);
}

bool Transform::PreservesOrder() const {
  return kind != Kind::kBucket && kind != Kind::kVoid && kind != Kind::kUnknown;
}

int32_t Murmur3(std::string_view bytes) {
  constexpr uint32_t kC1 = 0xcc9e2d51;
  constexpr uint32_t kC2 = 0x1b873593;
  auto mix = [](uint32_t block) { return std::rotl(block * kC1, 15) * kC2; };
  uint32_t hash = 0;
  size_t at = 0;
  for (; at + 4 <= bytes.size(); at += 4) {
    uint32_t block;
    std::memcpy(&block, bytes.data() + at, 4);
    hash = std::rotl(hash ^ mix(block), 13) * 5 + 0xe6546b64;
  }
  uint32_t tail = 0;
  for (size_t i = bytes.size(); i > at; --i)
    tail = (tail << 8) | static_cast<uint8_t>(bytes[i - 1]);
  if (at < bytes.size()) hash ^= mix(tail);
  hash ^= static_cast<uint32_t>(bytes.size());
  hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
  hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
  return static_cast<int32_t>(hash ^ (hash >> 16));
}

Result<int32_t> BucketHash(const Type& type, const Value& value) {
  if (!CanBucket(type.id) || value.is_null() || !Holds(type, value)) {
    return Fail(firn::Kind::kInvalid, "Cannot hash a value as " + TypeText(type));
  }
  if (value.decimal()) return Murmur3(DecimalBytes(*value.decimal(), 0));
  if (value.bytes()) return Murmur3(*value.bytes());
  // Integers of every width hash as 64 bits, so that widening a column moves no row; nanoseconds
  // hash as microseconds.
  int64_t number = IsNanos(type.id) ? FloorDivide(*value.integer(), 1'000) : *value.integer();
  return Murmur3(std::string_view(reinterpret_cast<const char*>(&number), sizeof number));
}

}  // namespace firn::iceberg
