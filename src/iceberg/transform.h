#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "iceberg/literal.h"
#include "iceberg/schema.h"

namespace firn::iceberg {

// How a partition or sort value is made from a column. A value.
struct Transform {
  enum class Kind { kIdentity, kBucket, kTruncate, kYear, kMonth, kDay, kHour, kVoid, kUnknown };
  Kind kind = Kind::kIdentity;
  int32_t parameter = 0;  // buckets or width
  std::string
      unknown;  // the text of a transform that is not known here; it is kept, never computed

  static Transform Identity() { return {}; }
  static Transform Void() { return {Kind::kVoid, 0, {}}; }
  static Transform Bucket(int32_t buckets) { return {Kind::kBucket, buckets, {}}; }
  static Transform Truncate(int32_t width) { return {Kind::kTruncate, width, {}}; }
  static Transform Of(Kind kind) { return {kind, 0, {}}; }

  // "identity", "bucket[16]", "day" ... An unknown name is kept; a malformed parameter of a known
  // one is kInvalid.
  static Result<Transform> Parse(std::string_view text);
  std::string Text() const;

  // True when columns of this type can be transformed. Unknown transforms accept any primitive.
  bool Accepts(const Type& source) const;
  // The type of the results: bucket, year, month and hour give int, day gives date.
  Type ResultType(const Type& source) const;
  // The transformed value; null stays null. kUnsupported for an unknown transform, kInvalid for a
  // value or type that does not fit.
  Result<Value> Apply(const Type& source, const Value& value) const;
  // The text of a transformed value for people and paths: "2026-11-21" for day, "2026-11-21-13" for
  // hour.
  std::string ResultText(const Type& source, const Value& result) const;
  // True when smaller inputs never give greater results.
  bool PreservesOrder() const;

  bool operator==(const Transform& other) const = default;
};

// Murmur3 of 32 bits (x86 variant, seed 0), the hash under the bucket transform.
int32_t Murmur3(std::string_view bytes);
// The hash of a non-null value, as the specification's appendix B. kInvalid for types that cannot
// be bucketed.
Result<int32_t> BucketHash(const Type& type, const Value& value);

}  // namespace firn::iceberg
