#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.h"

// Bounds on what outsiders may make this room hold, repeat or wait for.
namespace firn::edge {

constexpr size_t kHeadBytesMax = 64 << 10;     // request line and headers; more is 431
constexpr size_t kTargetBytesMax = 32 << 10;   // request target, as sent; more is 414
constexpr size_t kHeadersMax = 256;            // header lines of one message; more is 431
constexpr size_t kChunkLineBytesMax = 4096;    // one chunk-size line with its extensions
constexpr size_t kTrailerBytesMax = 16 << 10;  // all trailers of one chunked body
constexpr size_t kBodyInMemoryMax = 1 << 20;   // a larger request body goes to the spool directory
// S3 takes 5 GiB in one PUT; aws-chunked framing adds less than one part in eighty to it. More is
// 413.
constexpr uint64_t kBodyBytesMax = (uint64_t{5} << 30) + (uint64_t{64} << 20);
constexpr size_t kConnectionsMax = 1024;  // open at once per listener; further ones wait unaccepted
constexpr int kWorkersMax = 256;          // threads of one listener, hence requests in flight
constexpr size_t kProgressBytes = 16 << 10;  // what a peer must move to earn another stall_timeout
constexpr size_t kTransferTurnBytes =
    8 << 20;                         // moved for one connection before others get their turn
constexpr int kRequestTurnMax = 64;  // pipelined requests answered before others get their turn
constexpr size_t kLingerBytesMax =
    16 << 20;  // of an unwanted body read and dropped so that the answer arrives
constexpr size_t kResponseBytesMax = 1 << 30;  // of one answer held in memory by HttpTransport
constexpr size_t kIdlePerHostMax = 64;         // connections HttpTransport keeps open to one host
constexpr size_t kIdleTotalMax = 256;          // and to all hosts
constexpr int kInterimResponsesMax = 16;       // 1xx answers before the real one

// What one listener tolerates. Tests inject small values.
struct HttpLimits {
  size_t head_bytes_max = kHeadBytesMax;
  size_t target_bytes_max = kTargetBytesMax;
  size_t headers_max = kHeadersMax;
  size_t body_in_memory_max = kBodyInMemoryMax;
  uint64_t body_bytes_max = kBodyBytesMax;
  size_t connections_max = kConnectionsMax;
  size_t linger_bytes_max = kLingerBytesMax;
  Duration idle_timeout = std::chrono::seconds(75);  // between requests of one connection
  Duration head_timeout =
      std::chrono::seconds(20);  // TLS handshake, and first byte of a request to its last header
  Duration stall_timeout =
      std::chrono::seconds(30);  // for each kProgressBytes of a body, either direction
  Duration linger_timeout = std::chrono::seconds(2);  // for a refused client to read the refusal
};

}  // namespace firn::edge
