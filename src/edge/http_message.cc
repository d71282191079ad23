#include "edge/http_message.h"

#include <array>
#include <cstring>

namespace firn::edge {
namespace {

constexpr auto kTokenBytes = [] {
  std::array<bool, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

Unexpected Refuse(int status, std::string message) {
  return Fail(Error{.kind = Kind::kInvalid, .message = std::move(message), .http_status = status});
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// `lower` is in lower case.
bool Is(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (Lower(text[i]) != lower[i]) return false;
  }
  return true;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool IsFieldValue(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && byte != '\t') || byte == 0x7f) return false;
  }
  return true;
}

// Calls `visit` with each element of a comma-separated list.
template <class Visit>
void ForEachElement(std::string_view list, Visit visit) {
  while (true) {
    const size_t comma = list.find(',');
    visit(Trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

// What the headers say about the message's extent and the connection's future.
struct Framing {
  int hosts = 0;
  bool close = false;
  bool keep_alive = false;
  bool expects_continue = false;
  bool unknown_expectation = false;
  bool transfer_encoding = false;
  bool chunked = false;
  std::optional<uint64_t> content_length;
};

std::optional<uint64_t> ParseLength(std::string_view text) {
  if (text.empty() || text.size() > 18) return std::nullopt;
  uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<uint64_t>(c - '0');
  }
  return value;
}

Result<void> Note(std::string_view name, std::string_view value, Framing& framing) {
  switch (name.size()) {
    case 4:
      if (Is(name, "host")) ++framing.hosts;
      break;
    case 6:
      if (Is(name, "expect")) {
        if (Is(value, "100-continue"))
          framing.expects_continue = true;
        else
          framing.unknown_expectation = true;
      }
      break;
    case 10:
      if (!Is(name, "connection")) break;
      ForEachElement(value, [&](std::string_view option) {
        if (Is(option, "close")) framing.close = true;
        if (Is(option, "keep-alive")) framing.keep_alive = true;
      });
      break;
    case 14:
      if (!Is(name, "content-length")) break;
      if (framing.content_length) return Refuse(400, "more than one Content-Length");
      framing.content_length = ParseLength(value);
      if (!framing.content_length) return Refuse(400, "Content-Length is not a number");
      break;
    case 17:
      if (!Is(name, "transfer-encoding")) break;
      if (framing.transfer_encoding) return Refuse(400, "more than one Transfer-Encoding");
      framing.transfer_encoding = true;
      framing.chunked = Is(value, "chunked");
      break;
    default: break;
  }
  return {};
}

// Parses the header lines, each ended by CRLF, up to and including the empty one.
Result<Framing> ParseHeaders(std::string_view lines, size_t headers_max, wire::Headers& headers) {
  Framing framing;
  size_t count = 0;
  while (true) {
    const size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    if (line.empty()) return framing;
    lines.remove_prefix(end + 2);
    if (++count > headers_max) return Refuse(431, "too many headers");
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return Refuse(400, "a header line without a colon");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = Trim(line.substr(colon + 1));
    if (!IsToken(name)) return Refuse(400, "a header name with a forbidden character");
    if (!IsFieldValue(value)) return Refuse(400, "a header value with a forbidden character");
    FIRN_OK(Note(name, value, framing));
    headers.Add(std::string(name), std::string(value));
  }
}

// Splits a target in origin, absolute or asterisk form into the raw path and query.
Result<void> SplitTarget(std::string_view target, wire::HttpRequest& request) {
  for (const char c : target) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f)
      return Refuse(400, "a forbidden character in the request target");
  }
  if (target.front() != '/' && target != "*") {
    const size_t scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos ||
        (!Is(target.substr(0, scheme_end), "http") && !Is(target.substr(0, scheme_end), "https"))) {
      return Refuse(400, "the request target is neither a path nor an http URL");
    }
    target.remove_prefix(scheme_end + 3);
    const size_t authority_end = target.find_first_of("/?");
    if (authority_end == 0) return Refuse(400, "the request target names no host");
    target =
        authority_end == std::string_view::npos ? std::string_view() : target.substr(authority_end);
  }
  const size_t mark = target.find('?');
  const std::string_view path = target.substr(0, mark);
  request.path = path.empty() ? "/" : std::string(path);
  if (mark != std::string_view::npos) request.query = std::string(target.substr(mark + 1));
  return {};
}

Result<void> ParseRequestLine(std::string_view line, const HttpLimits& limits, RequestHead& head) {
  const size_t method_end = line.find(' ');
  if (method_end == std::string_view::npos) return Refuse(400, "malformed request line");
  const size_t target_end = line.find(' ', method_end + 1);
  if (target_end == std::string_view::npos) return Refuse(400, "malformed request line");
  const std::string_view method = line.substr(0, method_end);
  const std::string_view target = line.substr(method_end + 1, target_end - method_end - 1);
  const std::string_view version = line.substr(target_end + 1);
  if (!IsToken(method) || target.empty()) return Refuse(400, "malformed request line");
  if (target.size() > limits.target_bytes_max) return Refuse(414, "the request target is too long");
  if (version == "HTTP/1.0") {
    head.http10 = true;
  } else if (version != "HTTP/1.1") {
    if (version.size() != 8 || !version.starts_with("HTTP/"))
      return Refuse(400, "malformed request line");
    return Refuse(505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
  head.request.method = std::string(method);
  return SplitTarget(target, head.request);
}

}  // namespace

bool IsToken(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!kTokenBytes[static_cast<unsigned char>(c)]) return false;
  }
  return true;
}

std::optional<size_t> FindHeadEnd(std::string_view buffer, size_t scanned) {
  const size_t from = scanned > 3 ? scanned - 3 : 0;
  if (buffer.size() < from + 4) return std::nullopt;
  const void* found = memmem(buffer.data() + from, buffer.size() - from, "\r\n\r\n", 4);
  if (found == nullptr) return std::nullopt;
  return static_cast<size_t>(static_cast<const char*>(found) - buffer.data()) + 4;
}

Result<RequestHead> ParseRequestHead(std::string_view head, const HttpLimits& limits) {
  RequestHead out;
  const size_t line_end = head.find("\r\n");
  if (line_end == std::string_view::npos) return Refuse(400, "malformed request line");
  FIRN_OK(ParseRequestLine(head.substr(0, line_end), limits, out));
  FIRN_TRY(const Framing framing,
           ParseHeaders(head.substr(line_end + 2), limits.headers_max, out.request.headers));
  if (framing.hosts > 1) return Refuse(400, "more than one Host");
  if (framing.hosts == 0 && !out.http10) return Refuse(400, "HTTP/1.1 needs a Host header");
  if (framing.transfer_encoding) {
    if (framing.content_length) return Refuse(400, "both Transfer-Encoding and Content-Length");
    if (out.http10) return Refuse(400, "HTTP/1.0 has no Transfer-Encoding");
    if (!framing.chunked) return Refuse(501, "the only transfer encoding here is chunked");
  }
  if (framing.unknown_expectation)
    return Refuse(417, "the only expectation met here is 100-continue");
  out.keep_alive = !framing.close && (!out.http10 || framing.keep_alive);
  out.expects_continue = framing.expects_continue && !out.http10;
  out.chunked = framing.chunked;
  out.content_length = framing.content_length.value_or(0);
  return out;
}

Result<ResponseHead> ParseResponseHead(std::string_view head) {
  ResponseHead out;
  const size_t line_end = head.find("\r\n");
  const std::string_view line = head.substr(0, line_end);
  const bool http10 = line.starts_with("HTTP/1.0 ");
  if ((!http10 && !line.starts_with("HTTP/1.1 ")) || line.size() < 12 ||
      (line.size() > 12 && line[12] != ' ')) {
    return Fail(Kind::kInvalid, "malformed status line");
  }
  const std::optional<uint64_t> status = ParseLength(line.substr(9, 3));
  if (!status || *status < 100) return Fail(Kind::kInvalid, "malformed status line");
  out.status = static_cast<int>(*status);
  auto framing = ParseHeaders(head.substr(line_end + 2), kHeadersMax, out.headers);
  if (!framing) return Fail(Kind::kInvalid, std::move(framing).error().message);
  if (framing->transfer_encoding && !framing->chunked)
    return Fail(Kind::kInvalid, "unknown transfer encoding");
  out.keep_alive = !framing->close && (!http10 || framing->keep_alive);
  out.chunked = framing->chunked;
  if (!out.chunked) out.content_length = framing->content_length;
  return out;
}

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 419: return "Authentication Timeout";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Status";
  }
}

void AppendHeader(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ");
  const size_t start = out.size();
  out.append(value);
  for (size_t i = start; i < out.size(); ++i) {
    if (out[i] == '\r' || out[i] == '\n' || out[i] == '\0') out[i] = ' ';
  }
  out.append("\r\n");
}

std::optional<bool> ChunkDecoder::TakeLine(std::string_view& input, size_t bytes_max) {
  const size_t end = input.find('\n');
  const size_t taken = end == std::string_view::npos ? input.size() : end + 1;
  if (line_.size() + taken > bytes_max) return std::nullopt;
  line_.append(input.substr(0, taken));
  input.remove_prefix(taken);
  if (end == std::string_view::npos) return false;
  if (!line_.ends_with("\r\n")) return std::nullopt;
  line_.resize(line_.size() - 2);
  return true;
}

bool ChunkDecoder::ParseSize() {
  size_t digits = 0;
  uint64_t size = 0;
  for (const char c : line_) {
    const char lower = Lower(c);
    int digit = -1;
    if (lower >= '0' && lower <= '9') digit = lower - '0';
    if (lower >= 'a' && lower <= 'f') digit = lower - 'a' + 10;
    if (digit < 0) break;
    if (++digits > 15) return false;
    size = size * 16 + static_cast<uint64_t>(digit);
  }
  const std::string_view rest = Trim(std::string_view(line_).substr(digits));
  if (digits == 0 || (!rest.empty() && rest.front() != ';')) return false;
  remaining_ = size;
  return true;
}

ChunkDecoder::Status ChunkDecoder::Next(std::string_view& input, std::string_view& piece) {
  while (state_ != State::kDone) {
    if (state_ == State::kData) {
      if (input.empty()) return Status::kMore;
      piece = input.substr(0, remaining_);
      input.remove_prefix(piece.size());
      remaining_ -= piece.size();
      if (remaining_ == 0) state_ = State::kDataEnd;
      return Status::kPiece;
    }
    const size_t bytes_max = state_ == State::kDataEnd ? 2
                             : state_ == State::kSize  ? kChunkLineBytesMax
                                                       : kTrailerBytesMax - trailer_bytes_;
    const std::optional<bool> complete = TakeLine(input, bytes_max);
    if (!complete) return Status::kBad;
    if (!*complete) return Status::kMore;
    if (state_ == State::kSize) {
      if (!ParseSize()) return Status::kBad;
      state_ = remaining_ > 0 ? State::kData : State::kTrailer;
    } else if (state_ == State::kDataEnd) {
      state_ = State::kSize;
    } else if (line_.empty()) {
      state_ = State::kDone;
    } else {
      trailer_bytes_ += line_.size() + 2;
    }
    line_.clear();
  }
  return Status::kDone;
}

}  // namespace firn::edge
