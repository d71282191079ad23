#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "edge/http_message.h"
#include "edge/stream.h"
#include "edge/tls.h"
#include "wire/http.h"

namespace firn::edge {

// A point on the monotonic clock, in microseconds, after which waiting ends.
struct Deadline {
  int64_t micros = 0;
  static Deadline In(Duration duration);
  Deadline OrSooner(Duration duration) const;
  bool passed() const;
};

// One connection of an HTTP client, used for one exchange at a time. Blocks. Threads: one at a
// time.
class ClientConnection {
 public:
  // Tries the host's addresses in order. `tls` is null for plain text. kUnavailable, or kCanceled
  // past `deadline`.
  static Result<std::unique_ptr<ClientConnection>> Connect(const wire::HttpTarget& target,
                                                           const TlsContext* tls, Deadline deadline,
                                                           Duration connect_timeout);

  // Whether the peer has neither closed it nor said anything unasked.
  bool Fresh() const;

  // Sends `head` and the body, and reads the answer. Errors as HttpTransport documents.
  Result<wire::HttpResponse> Exchange(const std::string& head, const wire::HttpRequest& request,
                                      Deadline deadline, size_t response_bytes_max);
  bool reusable() const { return reusable_; }
  // About the exchange that failed: whether any byte of the request had left, and any of an answer
  // had come.
  bool sent_anything() const { return sent_; }
  bool received_anything() const { return received_; }

 private:
  ClientConnection(std::unique_ptr<Stream> stream, std::string name)
      : stream_(std::move(stream)), name_(std::move(name)) {}

  Result<void> SendAll(const std::string& head, const wire::Body& body, Deadline deadline);
  Result<void> SendBytes(std::string_view first, std::string_view second, Deadline deadline);
  Result<ResponseHead> ReadHead(Deadline deadline);
  Result<std::string> ReadBody(const ResponseHead& head, Deadline deadline, size_t bytes_max);
  Result<std::string> ReadChunked(Deadline deadline, size_t bytes_max);
  // Receives at least a byte into in_; false at the end of the stream.
  Result<bool> Receive(Deadline deadline);
  Result<void> WaitFor(Progress progress, Deadline deadline);
  Unexpected Broken(std::string_view what) const;
  Unexpected Late() const;

  std::unique_ptr<Stream> stream_;
  std::string name_;  // of the peer, for messages
  std::string in_;
  bool reusable_ = false;
  bool sent_ = false;
  bool received_ = false;
  bool answered_early_ = false;  // the peer speaks or hangs up although the request is not complete
};

}  // namespace firn::edge
