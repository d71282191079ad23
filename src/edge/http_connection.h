#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "edge/body_sink.h"
#include "edge/http_message.h"
#include "edge/limits.h"
#include "edge/stream.h"
#include "wire/http.h"

namespace firn::edge {

// What all connections of a listener share; the listener outlives them.
struct ConnectionContext {
  HttpLimits limits;
  sys::Disk* disk = nullptr;
  std::string spool_directory;
  std::function<wire::HttpResponse(wire::HttpRequest)> handler;
  std::function<wire::HttpResponse(const wire::HttpRequest&, int, std::string_view)> refusal;
  std::function<void(std::string_view)> log;
  std::function<void()> before_handler;  // the calling thread may be gone for a while
  std::atomic<bool> stopping = false;
};

// One client of an HTTP/1.1 listener: a state machine that moves whenever its socket can.
//
// Threads: Run by one at a time, the thread that was told the socket is ready; Overdue, Expire and
// Dismiss by the sweeper at any time, as long as it keeps the connection from being destroyed.
class HttpConnection {
 public:
  enum class Wait { kRead, kWrite, kClosed };

  HttpConnection(ConnectionContext& context, int socket, ssl_st* session, std::string peer);

  // Does all that can be done without waiting, handler included, and says what to wait for.
  // kClosed: destroy it.
  Wait Run();

  // The time allowed for what it waits for has passed.
  bool Overdue(int64_t now_micros) const {
    return now_micros >= deadline_.load(std::memory_order_relaxed);
  }
  // Makes the socket ready so that a thread comes and gives up.
  void Expire();
  // Ends it now if it lies between two requests; otherwise its next answer is its last.
  void Dismiss();
  // Ends it whatever it does.
  void Abort();

  int socket() const { return stream_.socket(); }

  // Neighbours in the listener's list, which guards them.
  HttpConnection* previous = nullptr;
  HttpConnection* next = nullptr;

 private:
  enum class Phase { kHandshake, kHead, kBody, kWrite, kLinger };
  // Nothing: go on with the phase now set.
  using Step = std::optional<Wait>;

  Step Handshake();
  Step ReadHead();
  Step ReadBody();
  Step WriteResponse();
  Step Linger();

  void BeginRequest(size_t head_size);
  // Moves body bytes from the front of `input` to the sink; true when the body is complete.
  Result<bool> TakeBody(std::string_view& input);
  void Handle();
  // Prepares the answer. kRefuse closes the connection after it, whatever else was said.
  enum class Manner { kAnswer, kRefuse };
  void Respond(wire::HttpResponse response, Manner manner);
  void Refuse(int status, std::string_view reason);
  // The same once the head is understood: the owner of the listener may say it in its own words.
  void RefuseBody(int status, std::string_view reason);
  Step AfterResponse();
  Moved SendPiece();

  // Publishes the deadline of the current phase, `allowance` from now unless it is set already.
  Wait WaitFor(Progress progress, Duration allowance);
  Wait WaitIdle();
  void Earn(size_t bytes);  // as bytes move, the deadline begins anew
  std::string_view pending() const { return std::string_view(in_).substr(in_start_); }

  ConnectionContext& context_;
  Stream stream_;
  const std::string peer_;
  Phase phase_;

  std::string in_;       // received, not yet consumed
  size_t in_start_ = 0;  // consumed part of in_
  size_t scanned_ = 0;   // part of the rest that FindHeadEnd has seen
  RequestHead head_;
  std::optional<BodySink> sink_;
  ChunkDecoder chunks_;
  uint64_t body_left_ = 0;

  std::string out_;  // response head, or a piece of a file on its way into TLS
  size_t out_sent_ = 0;
  wire::Body out_body_;
  uint64_t out_body_sent_ = 0;
  bool interim_ = false;  // out_ holds 100 Continue
  bool close_after_ = false;
  bool refused_ = false;  // the request was not read to its end
  size_t lingered_ = 0;

  int64_t phase_deadline_ = 0;     // of the current phase; 0 when not set yet
  size_t earned_ = 0;              // moved since the deadline began
  size_t turn_bytes_ = 0;          // moved since Run began
  int turn_requests_ = 0;          // answered since Run began
  std::atomic<int64_t> deadline_;  // published at the end of each turn, together with all the rest
  std::atomic<bool> expired_ = false;
  std::atomic<bool> idle_ = true;
  std::atomic<bool> writing_ = false;
};

// Microseconds of the monotonic clock.
int64_t NowMicros();

}  // namespace firn::edge
