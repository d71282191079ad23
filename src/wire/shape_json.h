#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "format/json.h"
#include "format/json_document.h"
#include "wire/member_path.h"
#include "wire/shape.h"

namespace firn::wire {

enum class JsonNames : uint8_t { kWire, kModel };  // locationName, or the model's member names
enum class JsonMembers : uint8_t {
  kBodyOnly,
  kAll
};  // of the outermost structure; inner ones always have all

struct JsonOptions {
  // Of timestamps whose shape and member leave it open. Reading accepts every format whatever this
  // says.
  TimestampFormat timestamps = TimestampFormat::kEpochSeconds;
  JsonNames names = JsonNames::kWire;
  JsonMembers members = JsonMembers::kAll;
};

// The value of any shape as JSON. Absent members are left out; blobs are base64; NaN and infinities
// are strings. Streams are left out: they have no JSON form.
format::Json ToJson(const Shape& shape, const void* value, const JsonOptions& options = {});

// Reads JSON into `value`. Members that are null count as absent, unknown members are ignored, and
// a value of another type is kInvalid with code SerializationException. When `missing` is given,
// the paths of required members that are absent (and of null list elements) are added to it;
// otherwise such members keep their initial value.
Result<void> FromJson(const Shape& shape, const format::Json& json, void* value,
                      const JsonOptions& options = {}, std::vector<std::string>* missing = nullptr);

// The same from a document in place, as requests and responses are read.
Result<void> FromJson(const Shape& shape, format::JsonView json, void* value,
                      const JsonOptions& options = {}, std::vector<std::string>* missing = nullptr);

// The same for a value that lies at `path` of an input.
Result<void> FromJsonAt(const MemberPath& path, const Shape& shape, format::JsonView json,
                        void* value, const JsonOptions& options, std::vector<std::string>* missing);

}  // namespace firn::wire
