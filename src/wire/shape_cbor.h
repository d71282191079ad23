#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/shape.h"

namespace firn::wire {

// A structure as CBOR the way rpc-v2-cbor has it: a map by member name, timestamps as tag 1.
// `token` fills an outermost idempotency token that is absent or empty.
std::string ToCbor(const Shape& structure, const void* value, std::string_view token = {});

// Reads such bytes; kInvalid with code SerializationException when they are malformed or a value
// has another type. Members that are null count as absent, unknown ones are passed over. `missing`
// (may be null) collects the paths of required members that are absent.
Result<void> FromCbor(const Shape& structure, std::string_view bytes, void* value,
                      std::vector<std::string>* missing);

}  // namespace firn::wire
