#include "edge/http_connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <exception>
#include <limits>

#include "base/time.h"
#include "sys/random.h"
#include "wire/text.h"

namespace firn::edge {
namespace {

constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr size_t kScratchBytes = 256 << 10;
constexpr size_t kFilePieceBytes = 256 << 10;
constexpr size_t kSendFileBytes = 1 << 20;
constexpr size_t kInlineBodyBytes = 16
                                    << 10;  // a body this small travels in the buffer of its head
constexpr size_t kKeptCapacity = 64 << 10;  // a buffer that grew beyond this is given back
constexpr size_t kRequestLineExtra = 64;    // of a request line beside its target

// Received bytes land here first, so that waiting connections hold no buffers.
char* Scratch() {
  thread_local const std::unique_ptr<char[]> buffer(new char[kScratchBytes]);
  return buffer.get();
}

// The Date header's value, formatted once a second.
const std::string& DateNow() {
  thread_local time_t second = 0;
  thread_local std::string text;
  timespec now{};
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != second) {
    second = now.tv_sec;
    text = FormatHttpDate(Time(std::chrono::seconds(now.tv_sec)));
  }
  return text;
}

void Release(std::string& buffer) {
  if (buffer.capacity() > kKeptCapacity)
    buffer = std::string();
  else
    buffer.clear();
}

wire::HttpResponse PlainText(int status, std::string_view text) {
  wire::HttpResponse response;
  response.status = status;
  response.headers.Add("Content-Type", "text/plain");
  response.body = wire::Body(std::string(text) + "\n");
  return response;
}

// Whether the beginning of a head cannot become one: TLS or noise on a plain port, or lines ended
// by LF alone. Saying so at once beats waiting for an end that never comes.
bool CannotBeHead(std::string_view begun) {
  if (begun == "\r") return false;
  const size_t line_end = begun.find('\n');
  if (line_end != std::string_view::npos) return line_end == 0 || begun[line_end - 1] != '\r';
  return !IsToken(begun.substr(0, 1));
}

// The room writes these itself.
bool IsOurs(std::string_view name) {
  return wire::EqualsIgnoringCase(name, "content-length") ||
         wire::EqualsIgnoringCase(name, "transfer-encoding") ||
         wire::EqualsIgnoringCase(name, "connection") ||
         wire::EqualsIgnoringCase(name, "keep-alive");
}

}  // namespace

int64_t NowMicros() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1000000 + now.tv_nsec / 1000;
}

HttpConnection::HttpConnection(ConnectionContext& context, int socket, ssl_st* session,
                               std::string peer)
    : context_(context),
      stream_(socket, session),
      peer_(std::move(peer)),
      phase_(session == nullptr ? Phase::kHead : Phase::kHandshake) {
  const Duration allowance =
      session == nullptr ? context.limits.idle_timeout : context.limits.head_timeout;
  deadline_.store(NowMicros() + allowance.count(), std::memory_order_release);
}

HttpConnection::Wait HttpConnection::Run() {
  // Pairs with the stores that end a turn: what the last thread wrote is seen by this one.
  deadline_.exchange(kNever, std::memory_order_acquire);
  turn_bytes_ = 0;
  turn_requests_ = 0;
  if (expired_.exchange(false)) {
    const bool inside_request =
        phase_ == Phase::kBody || (phase_ == Phase::kHead && !pending().empty());
    if (!inside_request) return Wait::kClosed;
    Refuse(408, "the request did not arrive in time");
  }
  while (true) {
    Step step;
    switch (phase_) {
      case Phase::kHandshake: step = Handshake(); break;
      case Phase::kHead: step = ReadHead(); break;
      case Phase::kBody: step = ReadBody(); break;
      case Phase::kWrite: step = WriteResponse(); break;
      case Phase::kLinger: step = Linger(); break;
    }
    if (step) return *step;
  }
}

void HttpConnection::Expire() {
  expired_ = true;
  shutdown(stream_.socket(), writing_ ? SHUT_RDWR : SHUT_RD);
}

void HttpConnection::Dismiss() {
  if (idle_) shutdown(stream_.socket(), SHUT_RD);
}

void HttpConnection::Abort() { shutdown(stream_.socket(), SHUT_RDWR); }

HttpConnection::Wait HttpConnection::WaitFor(Progress progress, Duration allowance) {
  if (phase_deadline_ == 0) phase_deadline_ = NowMicros() + allowance.count();
  deadline_.store(phase_deadline_, std::memory_order_release);
  return progress == Progress::kWantWrite ? Wait::kWrite : Wait::kRead;
}

HttpConnection::Wait HttpConnection::WaitIdle() {
  deadline_.store(NowMicros() + context_.limits.idle_timeout.count(), std::memory_order_release);
  return Wait::kRead;
}

void HttpConnection::Earn(size_t bytes) {
  turn_bytes_ += bytes;
  earned_ += bytes;
  if (earned_ < kProgressBytes) return;
  earned_ = 0;
  phase_deadline_ = 0;
}

HttpConnection::Step HttpConnection::Handshake() {
  const Progress progress = stream_.Handshake();
  if (progress == Progress::kFailed) return Wait::kClosed;
  if (progress != Progress::kMoved) return WaitFor(progress, context_.limits.head_timeout);
  phase_ = Phase::kHead;
  phase_deadline_ = 0;
  return {};
}

HttpConnection::Step HttpConnection::ReadHead() {
  const HttpLimits& limits = context_.limits;
  while (true) {
    while (scanned_ == 0 && pending().starts_with("\r\n")) in_start_ += 2;
    const std::string_view head = pending();
    if (head.empty()) {
      Release(in_);
      in_start_ = 0;
    } else {
      idle_ = false;
      const std::optional<size_t> end = FindHeadEnd(head, scanned_);
      if (end && *end <= limits.head_bytes_max) {
        BeginRequest(*end);
        return {};
      }
      const size_t line_bytes = std::min(head.find("\r\n"), head.size());
      if (line_bytes > limits.target_bytes_max + kRequestLineExtra) {
        Refuse(414, "the request target is too long");
        return {};
      }
      if (end || head.size() >= limits.head_bytes_max) {
        Refuse(431, "the request's headers are too large");
        return {};
      }
      if (CannotBeHead(head)) {
        Refuse(400, "malformed request");
        return {};
      }
      scanned_ = head.size();
    }
    const Moved moved = stream_.Read(Scratch(), kScratchBytes);
    if (moved.progress == Progress::kMoved) {
      in_.append(Scratch(), moved.bytes);
      continue;
    }
    if (moved.progress == Progress::kEnd || moved.progress == Progress::kFailed)
      return Wait::kClosed;
    if (!head.empty()) return WaitFor(moved.progress, limits.head_timeout);
    return moved.progress == Progress::kWantRead ? WaitIdle()
                                                 : WaitFor(moved.progress, limits.idle_timeout);
  }
}

void HttpConnection::BeginRequest(size_t head_size) {
  auto parsed = ParseRequestHead(pending().substr(0, head_size), context_.limits);
  in_start_ += head_size;
  scanned_ = 0;
  phase_deadline_ = 0;
  earned_ = 0;
  if (!parsed) return Refuse(parsed.error().http_status, parsed.error().message);
  head_ = *std::move(parsed);
  head_.request.peer = peer_;
  head_.request.secure = stream_.secure();
  if (!head_.chunked && head_.content_length == 0) return Handle();
  if (head_.content_length > context_.limits.body_bytes_max)
    return RefuseBody(413, "the body is too large");
  sink_.emplace(BodySink::Options{.disk = context_.disk,
                                  .directory = context_.spool_directory,
                                  .memory_max = context_.limits.body_in_memory_max,
                                  .bytes_max = context_.limits.body_bytes_max});
  body_left_ = head_.content_length;
  chunks_ = ChunkDecoder();
  phase_ = Phase::kBody;
  if (!head_.expects_continue || !pending().empty()) return;
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  out_sent_ = 0;
  interim_ = true;
  writing_ = true;
  phase_ = Phase::kWrite;
}

Result<bool> HttpConnection::TakeBody(std::string_view& input) {
  if (!head_.chunked) {
    if (sink_->size() == 0) FIRN_OK(sink_->Expect(head_.content_length));
    const std::string_view piece = input.substr(0, body_left_);
    FIRN_OK(sink_->Append(piece));
    input.remove_prefix(piece.size());
    body_left_ -= piece.size();
    return body_left_ == 0;
  }
  while (true) {
    std::string_view piece;
    switch (chunks_.Next(input, piece)) {
      case ChunkDecoder::Status::kPiece: FIRN_OK(sink_->Append(piece)); break;
      case ChunkDecoder::Status::kMore: return false;
      case ChunkDecoder::Status::kDone: return true;
      case ChunkDecoder::Status::kBad:
        return Fail(
            Error{.kind = Kind::kInvalid, .message = "malformed chunked body", .http_status = 400});
    }
  }
}

HttpConnection::Step HttpConnection::ReadBody() {
  std::string_view input = pending();
  bool buffered = !input.empty();
  while (true) {
    if (!input.empty()) {
      const Result<bool> complete = TakeBody(input);
      if (buffered)
        in_start_ = in_.size() - input.size();
      else if (!input.empty())
        in_.assign(input);
      if (!complete) {
        RefuseBody(complete.error().http_status == 0 ? 503 : complete.error().http_status,
                   complete.error().http_status == 503 ? "no room for the body"
                                                       : complete.error().message);
        if (complete.error().http_status == 503) context_.log("http: " + complete.error().message);
        return {};
      }
      if (*complete) {
        Handle();
        return {};
      }
      if (buffered) {
        Release(in_);
        in_start_ = 0;
        buffered = false;
      }
    }
    if (turn_bytes_ >= kTransferTurnBytes)
      return WaitFor(Progress::kWantWrite, context_.limits.stall_timeout);
    const size_t wanted =
        head_.chunked ? kScratchBytes : std::min<uint64_t>(kScratchBytes, body_left_);
    const Moved moved = stream_.Read(Scratch(), wanted);
    if (moved.progress == Progress::kEnd || moved.progress == Progress::kFailed)
      return Wait::kClosed;
    if (moved.progress != Progress::kMoved)
      return WaitFor(moved.progress, context_.limits.stall_timeout);
    Earn(moved.bytes);
    input = std::string_view(Scratch(), moved.bytes);
  }
}

void HttpConnection::Handle() {
  if (sink_) head_.request.body = sink_->Finish();
  const bool is_head = head_.request.method == "HEAD";
  wire::HttpResponse response;
  std::string failure;
  context_.before_handler();
  try {
    response = context_.handler(std::move(head_.request));
  } catch (const std::exception& error) {
    failure = error.what();
    if (failure.empty()) failure = "unnamed exception";
  } catch (...) {
    failure = "unknown exception";
  }
  head_.request = wire::HttpRequest();
  head_.request.method = is_head ? "HEAD" : "";
  sink_.reset();
  if (failure.empty()) return Respond(std::move(response), Manner::kAnswer);
  const std::string request_id = sys::SystemRandom().Uuid();
  context_.log("http: a handler threw, request " + request_id + ": " + failure);
  response = PlainText(500, "internal error, request " + request_id);
  response.headers.Add("x-amzn-RequestId", request_id);
  response.headers.Add("x-amz-request-id", request_id);
  Respond(std::move(response), Manner::kAnswer);
}

void HttpConnection::Refuse(int status, std::string_view reason) {
  sink_.reset();
  head_ = RequestHead();
  Respond(PlainText(status, reason), Manner::kRefuse);
}

void HttpConnection::RefuseBody(int status, std::string_view reason) {
  sink_.reset();
  wire::HttpResponse response = context_.refusal ? context_.refusal(head_.request, status, reason)
                                                 : PlainText(status, reason);
  head_ = RequestHead();
  Respond(std::move(response), Manner::kRefuse);
}

void HttpConnection::Respond(wire::HttpResponse response, Manner manner) {
  const bool is_head = head_.request.method == "HEAD";
  const int status = response.status < 200 || response.status > 999 ? 500 : response.status;
  const bool bodiless = status == 204 || status == 304;
  out_.clear();
  out_sent_ = 0;
  out_.append("HTTP/1.1 ")
      .append(std::to_string(status))
      .append(" ")
      .append(ReasonPhrase(status))
      .append("\r\n");
  bool dated = false;
  bool asked_to_close = false;
  std::string_view stated_length;
  for (const auto& [name, value] : response.headers.all()) {
    if (IsOurs(name)) {
      if (wire::EqualsIgnoringCase(name, "content-length")) stated_length = value;
      if (wire::EqualsIgnoringCase(name, "connection"))
        asked_to_close |= wire::EqualsIgnoringCase(value, "close");
      continue;
    }
    if (!IsToken(name)) continue;
    dated |= wire::EqualsIgnoringCase(name, "date");
    AppendHeader(out_, name, value);
  }
  if (!dated) AppendHeader(out_, "Date", DateNow());
  // An answer to HEAD may state the length of a body that nobody has opened.
  if (is_head && response.body.empty() && !stated_length.empty()) {
    AppendHeader(out_, "Content-Length", stated_length);
  } else if (!bodiless) {
    AppendHeader(out_, "Content-Length", std::to_string(response.body.size()));
  }
  refused_ = manner == Manner::kRefuse;
  close_after_ = refused_ || asked_to_close || !head_.keep_alive || context_.stopping;
  if (close_after_)
    AppendHeader(out_, "Connection", "close");
  else if (head_.http10)
    AppendHeader(out_, "Connection", "keep-alive");
  out_.append("\r\n");
  out_body_ = is_head || bodiless ? wire::Body() : std::move(response.body);
  out_body_sent_ = 0;
  if (out_body_.in_memory() && out_body_.size() <= kInlineBodyBytes) {
    out_.append(out_body_.bytes());
    out_body_ = wire::Body();
  }
  interim_ = false;
  writing_ = true;
  phase_ = Phase::kWrite;
  phase_deadline_ = 0;
  earned_ = 0;
}

Moved HttpConnection::SendPiece() {
  const uint64_t body_left = out_body_.size() - out_body_sent_;
  const std::string_view head_left = std::string_view(out_).substr(out_sent_);
  if (out_body_.in_memory()) {
    const Moved moved =
        stream_.Write(head_left, out_body_.bytes().substr(out_body_sent_), Stream::More::kNo);
    const size_t of_head = std::min(moved.bytes, head_left.size());
    out_sent_ += of_head;
    out_body_sent_ += moved.bytes - of_head;
    return moved;
  }
  if (head_left.empty()) {
    const int file = stream_.secure() ? -1 : out_body_.file()->Descriptor();
    if (file >= 0) {
      const Moved moved = stream_.SendFile(file, out_body_.file_offset() + out_body_sent_,
                                           std::min<uint64_t>(body_left, kSendFileBytes));
      out_body_sent_ += moved.bytes;
      return moved;
    }
    auto piece = out_body_.ReadAt(out_body_sent_, std::min<uint64_t>(body_left, kFilePieceBytes));
    if (!piece) {
      context_.log("http: cannot read a response body: " + piece.error().message);
      return {Progress::kFailed};
    }
    out_ = *std::move(piece);
    out_sent_ = 0;
    out_body_sent_ += out_.size();
    if (out_.empty()) return {Progress::kEnd};
  }
  const Moved moved =
      stream_.Write(std::string_view(out_).substr(out_sent_), {},
                    out_body_sent_ < out_body_.size() ? Stream::More::kYes : Stream::More::kNo);
  out_sent_ += moved.bytes;
  return moved;
}

HttpConnection::Step HttpConnection::WriteResponse() {
  while (out_sent_ < out_.size() || out_body_sent_ < out_body_.size()) {
    if (turn_bytes_ >= kTransferTurnBytes)
      return WaitFor(Progress::kWantWrite, context_.limits.stall_timeout);
    const Moved moved = SendPiece();
    if (moved.progress == Progress::kEnd)
      context_.log("http: the file of a response body has shrunk");
    if (moved.progress == Progress::kEnd || moved.progress == Progress::kFailed)
      return Wait::kClosed;
    if (moved.progress != Progress::kMoved)
      return WaitFor(moved.progress, context_.limits.stall_timeout);
    Earn(moved.bytes);
  }
  return AfterResponse();
}

HttpConnection::Step HttpConnection::AfterResponse() {
  writing_ = false;
  phase_deadline_ = 0;
  earned_ = 0;
  if (interim_) {
    interim_ = false;
    phase_ = Phase::kBody;
    return {};
  }
  out_body_ = wire::Body();
  out_body_sent_ = 0;  // an interim answer may be next, which has no body of its own
  Release(out_);
  out_sent_ = 0;
  if (close_after_) {
    stream_.FinishWriting();
    // Closing over unread bytes would reset the connection and could take the answer away from the
    // client.
    if (!refused_ && pending().empty()) return Wait::kClosed;
    phase_ = Phase::kLinger;
    return {};
  }
  phase_ = Phase::kHead;
  if (!pending().empty() || stream_.HasBuffered()) {
    if (++turn_requests_ >= kRequestTurnMax)
      return WaitFor(Progress::kWantWrite, context_.limits.head_timeout);
    return {};
  }
  Release(in_);
  in_start_ = 0;
  idle_ = true;
  // The listener dismisses idle connections once, after setting this.
  if (context_.stopping) return Wait::kClosed;
  return WaitIdle();
}

HttpConnection::Step HttpConnection::Linger() {
  while (lingered_ < context_.limits.linger_bytes_max) {
    const Moved moved = stream_.Read(Scratch(), kScratchBytes);
    if (moved.progress == Progress::kEnd || moved.progress == Progress::kFailed)
      return Wait::kClosed;
    if (moved.progress != Progress::kMoved)
      return WaitFor(moved.progress, context_.limits.linger_timeout);
    Earn(moved.bytes);
    lingered_ += moved.bytes;
  }
  return Wait::kClosed;
}

}  // namespace firn::edge
