#pragma once

#include <cstddef>
#include <cstdint>

#include "base/time.h"

namespace firn::collect {

inline constexpr size_t kBodyBytesMax = 16 << 20;          // of a request, as it travelled
inline constexpr size_t kUnwantedBytesMax = 1 << 30;       // of a body beyond that, read and dropped
inline constexpr size_t kDecompressedBytesMax = 64 << 20;  // of the same, decompressed
inline constexpr size_t kDecodedBytesMax = 256 << 20;      // of all records of one request
inline constexpr size_t kInFlightBytesMax = 512 << 20;     // of all requests being answered
inline constexpr int kValueDepthMax = 32;                  // arrays and maps within an attribute
inline constexpr size_t kBatchRecordsMax = 500;            // PutRecordBatch (aws.md 5.2)
inline constexpr size_t kBatchBytesMax = 4 << 20;          // PutRecordBatch
inline constexpr size_t kRecordBytesMax = 1000 << 10;      // PutRecord, before base64
inline constexpr int kPutAttemptsMax = 5;                  // of one batch, the first included
inline constexpr Duration kPutBackoffFirst = std::chrono::milliseconds(100);  // doubled each time
inline constexpr Duration kPutBackoffMax = std::chrono::seconds(2);
inline constexpr size_t kBadEventsNamedMax = 20;  // wrong events whose numbers an answer lists
inline constexpr int kRetryAfterBusySeconds = 1;  // too much in flight, or throttled
inline constexpr int kRetryAfterUnavailableSeconds = 5;  // Firehose does not answer

}  // namespace firn::collect
