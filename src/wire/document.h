#pragma once

#include "base/result.h"
#include "wire/http.h"

namespace firn::wire {

// The text, in memory, of a JSON, CBOR, XML or form body, decompressed when Content-Encoding says gzip.
// kInvalid when it is larger than limits.h allows or not what it claims.
Result<Body> ReadDocument(const Headers& headers, const Body& body);

}  // namespace firn::wire
