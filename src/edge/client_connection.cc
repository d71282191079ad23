#include "edge/client_connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "edge/http_connection.h"

namespace firn::edge {
namespace {

constexpr size_t kReceiveBytes = 64 << 10;
constexpr size_t kFilePieceBytes = 256 << 10;
constexpr int kResolvedAddressesMax = 8;

std::string Reason(int error) { return std::error_code(error, std::generic_category()).message(); }

// Waits until the socket is ready. True when it is, false when the deadline passed.
bool Poll(int socket, short events, Deadline deadline, short* ready = nullptr) {
  while (true) {
    const int64_t left = deadline.micros - NowMicros();
    if (left <= 0) return false;
    pollfd entry{socket, events, 0};
    const auto milliseconds = static_cast<int>(std::min<int64_t>((left + 999) / 1000, 3600 * 1000));
    const int count = poll(&entry, 1, milliseconds);
    if (count > 0) {
      if (ready != nullptr) *ready = entry.revents;
      return true;
    }
    if (count < 0 && errno != EINTR) return true;  // the next call on the socket tells
  }
}

// A connected socket, or the errno.
struct Connected {
  int socket = -1;
  int error = 0;
};

Connected ConnectTo(const addrinfo& address, Deadline deadline) {
  const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket < 0) return {-1, errno};
  int error = connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
  if (error == EINPROGRESS) {
    socklen_t length = sizeof(error);
    if (!Poll(socket, POLLOUT, deadline))
      error = ETIMEDOUT;
    else if (getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
      error = errno;
  }
  if (error != 0) {
    close(socket);
    return {-1, error};
  }
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return {socket, 0};
}

std::string BareHost(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Result<Addresses> Resolve(const wire::HttpTarget& target) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const std::string host = BareHost(target.host);
  const int standard = target.scheme == "https" ? 443 : 80;
  const std::string port = std::to_string(target.port == 0 ? standard : target.port);
  int failure = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (failure != 0) {
    // Loopback addresses are not "configured" on a machine without a network.
    hints.ai_flags = AI_NUMERICSERV;
    failure = getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  }
  if (failure != 0)
    return Fail(Kind::kUnavailable, "cannot find the host: " + host + ": " + gai_strerror(failure));
  return Addresses(found, freeaddrinfo);
}

}  // namespace

Deadline Deadline::In(Duration duration) { return {NowMicros() + duration.count()}; }
Deadline Deadline::OrSooner(Duration duration) const {
  return {std::min(micros, NowMicros() + duration.count())};
}
bool Deadline::passed() const { return NowMicros() >= micros; }

Result<std::unique_ptr<ClientConnection>> ClientConnection::Connect(const wire::HttpTarget& target,
                                                                    const TlsContext* tls,
                                                                    Deadline deadline,
                                                                    Duration connect_timeout) {
  FIRN_TRY(const Addresses addresses, Resolve(target));
  const std::string name = target.text();
  std::string failure = "no address";
  int tried = 0;
  for (const addrinfo* address = addresses.get();
       address != nullptr && tried < kResolvedAddressesMax; address = address->ai_next, ++tried) {
    const Deadline soon = deadline.OrSooner(connect_timeout);
    const Connected connected = ConnectTo(*address, soon);
    if (connected.socket < 0) {
      failure = Reason(connected.error);
    } else if (tls == nullptr) {
      return std::unique_ptr<ClientConnection>(
          new ClientConnection(std::make_unique<Stream>(connected.socket, nullptr), name));
    } else {
      auto session = tls->NewClientSession(connected.socket, BareHost(target.host));
      auto stream = std::make_unique<Stream>(connected.socket, session ? *session : nullptr);
      if (!session) return Fail(std::move(session).error());
      Progress progress = stream->Handshake();
      while (progress == Progress::kWantRead || progress == Progress::kWantWrite) {
        if (!Poll(connected.socket, progress == Progress::kWantRead ? POLLIN : POLLOUT, soon))
          break;
        progress = stream->Handshake();
      }
      if (progress == Progress::kMoved) {
        return std::unique_ptr<ClientConnection>(new ClientConnection(std::move(stream), name));
      }
      failure = "TLS: " +
                (progress == Progress::kFailed ? stream->HandshakeFailure() : Reason(ETIMEDOUT));
    }
    if (deadline.passed()) return Fail(Kind::kCanceled, "out of time while connecting: " + name);
  }
  return Fail(Kind::kUnavailable, "cannot connect: " + name + ": " + failure);
}

bool ClientConnection::Fresh() const {
  pollfd entry{stream_->socket(), POLLIN | POLLRDHUP, 0};
  return poll(&entry, 1, 0) == 0 && in_.empty();
}

Unexpected ClientConnection::Broken(std::string_view what) const {
  return Fail(sent_ ? Kind::kUnknownOutcome : Kind::kUnavailable, std::string(what) + ": " + name_);
}

Unexpected ClientConnection::Late() const {
  return Fail(Kind::kCanceled, (sent_ ? "out of time after the request was sent: "
                                      : "out of time before the request was sent: ") +
                                   name_);
}

Result<void> ClientConnection::WaitFor(Progress progress, Deadline deadline) {
  if (!Poll(stream_->socket(), progress == Progress::kWantRead ? POLLIN : POLLOUT, deadline))
    return Late();
  return {};
}

Result<void> ClientConnection::SendBytes(std::string_view first, std::string_view second,
                                         Deadline deadline) {
  while (!first.empty() || !second.empty()) {
    const Moved moved = stream_->Write(first, second, Stream::More::kNo);
    if (moved.progress == Progress::kMoved) {
      sent_ = true;
      const size_t of_first = std::min(moved.bytes, first.size());
      first.remove_prefix(of_first);
      second.remove_prefix(moved.bytes - of_first);
      continue;
    }
    if (moved.progress == Progress::kEnd || moved.progress == Progress::kFailed) {
      // The peer may have said why before it hung up.
      answered_early_ = true;
      return {};
    }
    short ready = 0;
    const short wanted = moved.progress == Progress::kWantRead ? POLLIN : POLLOUT;
    if (!Poll(stream_->socket(), wanted | POLLIN, deadline, &ready)) return Late();
    // Over TLS, readable may be a matter of the protocol; only plain text tells that the peer is
    // answering.
    if (!stream_->secure() && (ready & POLLOUT) == 0) {
      answered_early_ = true;
      return {};
    }
    if (stream_->secure() && (ready & wanted) == 0 && !Poll(stream_->socket(), wanted, deadline))
      return Late();
  }
  return {};
}

Result<void> ClientConnection::SendAll(const std::string& head, const wire::Body& body,
                                       Deadline deadline) {
  if (body.in_memory()) return SendBytes(head, body.bytes(), deadline);
  FIRN_OK(SendBytes(head, {}, deadline));
  for (uint64_t at = 0; at < body.size() && !answered_early_;) {
    auto piece = body.ReadAt(at, kFilePieceBytes);
    if (!piece) return Broken("cannot read the request body: " + piece.error().message);
    FIRN_OK(SendBytes(*piece, {}, deadline));
    at += piece->size();
  }
  return {};
}

Result<bool> ClientConnection::Receive(Deadline deadline) {
  const size_t held = in_.size();
  in_.resize(held + kReceiveBytes);
  while (true) {
    const Moved moved = stream_->Read(in_.data() + held, kReceiveBytes);
    if (moved.progress == Progress::kMoved) {
      in_.resize(held + moved.bytes);
      received_ = true;
      return true;
    }
    if (moved.progress == Progress::kEnd || moved.progress == Progress::kFailed) {
      in_.resize(held);
      if (moved.progress == Progress::kFailed)
        return Broken("the connection broke before the answer was complete");
      return false;
    }
    if (auto waited = WaitFor(moved.progress, deadline); !waited) {
      in_.resize(held);
      return Fail(std::move(waited).error());
    }
  }
}

Result<ResponseHead> ClientConnection::ReadHead(Deadline deadline) {
  size_t scanned = 0;
  int interim = 0;
  while (true) {
    if (const auto end = FindHeadEnd(in_, scanned)) {
      auto head = ParseResponseHead(std::string_view(in_).substr(0, *end));
      if (!head) return Broken(head.error().message);
      in_.erase(0, *end);
      scanned = 0;
      if (head->status >= 200) return head;
      if (head->status == 101 || ++interim > kInterimResponsesMax)
        return Broken("an answer nobody asked for");
      continue;
    }
    if (in_.size() > kHeadBytesMax) return Broken("the answer's headers are too large");
    scanned = in_.size();
    FIRN_TRY(const bool more, Receive(deadline));
    if (!more) return Broken("the connection was closed without an answer");
  }
}

Result<std::string> ClientConnection::ReadChunked(Deadline deadline, size_t bytes_max) {
  std::string body;
  ChunkDecoder decoder;
  while (true) {
    std::string_view input = in_;
    std::string_view piece;
    ChunkDecoder::Status status = decoder.Next(input, piece);
    while (status == ChunkDecoder::Status::kPiece) {
      if (piece.size() > bytes_max - body.size())
        return Fail(Kind::kUnsupported, "the answer is too large: " + name_);
      body.append(piece);
      status = decoder.Next(input, piece);
    }
    in_.erase(0, in_.size() - input.size());
    if (status == ChunkDecoder::Status::kDone) return body;
    if (status == ChunkDecoder::Status::kBad) return Broken("the answer is malformed");
    FIRN_TRY(const bool more, Receive(deadline));
    if (!more) return Broken("the connection was closed before the answer was complete");
  }
}

Result<std::string> ClientConnection::ReadBody(const ResponseHead& head, Deadline deadline,
                                               size_t bytes_max) {
  if (head.chunked) return ReadChunked(deadline, bytes_max);
  const auto too_large = [&] {
    return Fail(Kind::kUnsupported, "the answer is too large: " + name_);
  };
  if (!head.content_length) {
    while (true) {
      if (in_.size() > bytes_max) return too_large();
      FIRN_TRY(const bool more, Receive(deadline));
      if (!more) return std::move(in_);
    }
  }
  if (*head.content_length > bytes_max) return too_large();
  const auto length = static_cast<size_t>(*head.content_length);
  in_.reserve(std::min(length, kReceiveBytes * 16) + kReceiveBytes);
  while (in_.size() < length) {
    FIRN_TRY(const bool more, Receive(deadline));
    if (!more) return Broken("the connection was closed before the answer was complete");
  }
  std::string body = std::exchange(in_, {});
  if (body.size() > length) {
    in_ = body.substr(length);  // unasked; the connection is not used again
    body.resize(length);
  }
  return body;
}

Result<wire::HttpResponse> ClientConnection::Exchange(const std::string& head,
                                                      const wire::HttpRequest& request,
                                                      Deadline deadline,
                                                      size_t response_bytes_max) {
  sent_ = received_ = reusable_ = answered_early_ = false;
  FIRN_OK(SendAll(head, request.body, deadline));
  FIRN_TRY(ResponseHead answer, ReadHead(deadline));
  wire::HttpResponse response;
  response.status = answer.status;
  response.headers = std::move(answer.headers);
  bool delimited = true;
  if (request.method != "HEAD" && answer.status != 204 && answer.status != 304) {
    delimited = answer.chunked || answer.content_length.has_value();
    FIRN_TRY(std::string body, ReadBody(answer, deadline, response_bytes_max));
    response.body = wire::Body(std::move(body));
  }
  reusable_ = answer.keep_alive && delimited && !answered_early_ && in_.empty();
  return response;
}

}  // namespace firn::edge
