#pragma once

#include <cstddef>

// Bounds on what outsiders may make this room hold or repeat.
namespace firn::wire {

constexpr size_t kPatternInputBytesMax = 1 << 20;  // a longer string satisfies no pattern
constexpr size_t kCallerPatternMemoryMax = 1 << 20;  // bytes one compiled caller's pattern may take
constexpr size_t kViolationsMax =
    100;  // violations listed in one answer; the rest are not looked for
constexpr size_t kViolationValueBytesMax = 256;  // of a value quoted in an error message
constexpr size_t kFormParametersMax = 20000;     // of one form or query string
constexpr size_t kFormNameParts = 64;            // dots in one form parameter's name, plus one
constexpr size_t kFormBytesMax = 16 << 20;       // of a form-encoded body
constexpr size_t kDocumentBytesMax = 64 << 20;   // of a JSON, CBOR or XML body, after decompression
constexpr size_t kSignedHeadersMax = 200;        // names in one SignedHeaders list
constexpr size_t kChunkHeaderBytesMax = 4096;    // of one aws-chunked chunk header
constexpr size_t kChunkTrailerBytesMax = 16384;  // of all trailers of one aws-chunked body
constexpr size_t kSigningKeysMax = 4096;         // derived keys held in the cache

}  // namespace firn::wire
