#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "edge/limits.h"
#include "wire/http.h"

// The grammar of HTTP/1.1 messages (RFC 9112), without sockets. Strict where laxness lets two
// readers disagree about where a message ends: bare LF, folded headers, blanks before a colon, and
// any second opinion on the length are refused.
namespace firn::edge {

// A parsed request head. `request` lacks its body.
struct RequestHead {
  wire::HttpRequest request;
  bool http10 = false;
  bool keep_alive = true;
  bool expects_continue = false;
  bool chunked = false;
  uint64_t content_length = 0;  // 0 when absent or chunked
};

// A parsed response head. Without `chunked` and `content_length` the body lasts until the peer
// closes.
struct ResponseHead {
  int status = 0;
  wire::Headers headers;
  bool keep_alive = true;
  bool chunked = false;
  std::optional<uint64_t> content_length;
};

// Where the head in `buffer` ends, empty line included; empty when it is not complete. `scanned` is
// how many bytes earlier calls have searched already.
std::optional<size_t> FindHeadEnd(std::string_view buffer, size_t scanned);

// Parse a complete head, as FindHeadEnd delimits it. The error carries in `http_status` what to
// answer (400, 414, 431, 501, 505); a response's errors carry none.
Result<RequestHead> ParseRequestHead(std::string_view head, const HttpLimits& limits);
Result<ResponseHead> ParseResponseHead(std::string_view head);

// The reason phrase of a status; "Status" for unknown ones.
std::string_view ReasonPhrase(int status);

// Appends "name: value\r\n". Line breaks and NUL in the value become blanks, so that no value can
// add a header.
void AppendHeader(std::string& out, std::string_view name, std::string_view value);

// Whether `text` can be a header name or method (RFC 9110 token).
bool IsToken(std::string_view text);

// Decodes a chunked body piece by piece. Threads: one.
class ChunkDecoder {
 public:
  enum class Status { kMore, kPiece, kDone, kBad };
  // Consumes from the front of `input`. kPiece: `piece` is payload within the input, call again;
  // kMore: the input is used up; kDone: the body is complete and `input` holds what follows it;
  // kBad: not chunked encoding, or a line beyond its limit. Trailers are dropped.
  Status Next(std::string_view& input, std::string_view& piece);

 private:
  enum class State { kSize, kData, kDataEnd, kTrailer, kDone };
  // Moves bytes up to LF into line_; true when a line ended, which must have been by CRLF.
  std::optional<bool> TakeLine(std::string_view& input, size_t bytes_max);
  bool ParseSize();

  State state_ = State::kSize;
  std::string line_;
  uint64_t remaining_ = 0;
  size_t trailer_bytes_ = 0;
};

}  // namespace firn::edge
