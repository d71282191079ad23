#include "edge/http_server.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <vector>

#include "base/check.h"
#include "edge/http_connection.h"
#include "edge/tls.h"
#include "sys/thread.h"

namespace firn::edge {
namespace {

constexpr int kBacklog = 1024;
constexpr int kAcceptTurnMax = 16;  // accepted before the connections are looked at again
constexpr Duration kTickMin = std::chrono::milliseconds(5);
constexpr Duration kTickMax = std::chrono::seconds(1);

std::string LastError() { return std::error_code(errno, std::generic_category()).message(); }

// A descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  ~Descriptor() { Reset(-1); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void Reset(int value) {
    if (value_ >= 0) close(value_);
    value_ = value;
  }
  int value() const { return value_; }

 private:
  int value_ = -1;
};

std::string AddressText(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof(text));
    return text;
  }
  const auto& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    inet_ntop(AF_INET, six.s6_addr + 12, text, sizeof(text));
  } else {
    inet_ntop(AF_INET6, &six, text, sizeof(text));
  }
  return text;
}

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

Result<SocketAddress> ParseAddress(std::string host, int port) {
  if (host == "localhost") host = "127.0.0.1";
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  SocketAddress out;
  auto& four = reinterpret_cast<sockaddr_in&>(out.storage);
  auto& six = reinterpret_cast<sockaddr_in6&>(out.storage);
  if (port < 0 || port > 65535) return Fail(Kind::kInvalid, "not a port: " + std::to_string(port));
  if (inet_pton(AF_INET, host.c_str(), &four.sin_addr) == 1) {
    four.sin_family = AF_INET;
    four.sin_port = htons(static_cast<uint16_t>(port));
    out.length = sizeof(four);
  } else if (inet_pton(AF_INET6, host.c_str(), &six.sin6_addr) == 1) {
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(static_cast<uint16_t>(port));
    out.length = sizeof(six);
  } else {
    return Fail(Kind::kInvalid, "not an address to listen on: " + host);
  }
  return out;
}

Unexpected CannotListen(const std::string& address, int port) {
  const std::string where = "port " + std::to_string(port) + " on " + address;
  switch (errno) {
    case EADDRINUSE: return Fail(Kind::kConflict, where + " is in use");
    case EACCES: return Fail(Kind::kDenied, where + " may not be bound by this user");
    case EADDRNOTAVAIL: return Fail(Kind::kInvalid, "not an address of this machine: " + address);
    default: return Fail(Kind::kUnavailable, "cannot listen on " + where + ": " + LastError());
  }
}

void LogToStandardError(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

// Lock order: none nests; mutex_ guards the list of connections, the threads and the accepting
// state.
class HttpServer::Core {
 public:
  Core(Options options, Handler handler) : options_(std::move(options)) {
    context_.limits = options_.limits;
    context_.disk = options_.disk;
    context_.spool_directory = options_.spool_directory;
    context_.handler = std::move(handler);
    context_.log = options_.log ? options_.log : LogToStandardError;
    context_.refusal = options_.refusal;
    context_.before_handler = [this] { ReplaceBusyWorker(); };
  }
  ~Core() { Stop(Duration::zero()); }

  Result<void> Open();
  Result<void> Serve();
  void Stop(Duration grace);
  int port() const { return port_; }
  size_t connections() {
    const sys::Lock lock(mutex_);
    return count_;
  }

 private:
  Result<void> Listen();
  Result<void> Watch(int descriptor, void* tag, uint32_t events);
  void AddWorker();  // with mutex_ held
  void ReplaceBusyWorker();
  void Work();
  void RunConnection(HttpConnection* connection);
  void Accept();
  void AddConnection(int socket, const sockaddr_storage& peer);
  void Close(HttpConnection* connection);
  void ResumeAccepting();  // with mutex_ held
  void Sweep();
  void SetTimer();
  void Rearm(int descriptor, void* tag, uint32_t events);

  Options options_;
  ConnectionContext context_;
  std::unique_ptr<TlsContext> tls_;
  Descriptor listener_;
  Descriptor poll_;
  Descriptor wake_;  // readable once the workers shall end
  Descriptor timer_;
  int port_ = 0;

  std::atomic<int> waiting_ = 0;  // workers not in a handler
  std::atomic<int> worker_count_ = 0;

  sys::Mutex mutex_;
  sys::Signal emptied_;
  std::vector<sys::Thread> workers_;
  HttpConnection* first_ = nullptr;
  size_t count_ = 0;
  bool accepting_paused_ = false;
  bool serving_ = false;
  bool timer_set_ = false;
  bool stopped_ = false;
};

Result<void> HttpServer::Core::Open() {
  if (options_.certificate_file.empty() != options_.key_file.empty()) {
    return Fail(Kind::kInvalid, "TLS needs both a certificate and a key");
  }
  if (!options_.spool_directory.empty()) FIRN_CHECK(options_.disk != nullptr);
  options_.workers_max = std::clamp(options_.workers_max, 1, kWorkersMax);
  if (!options_.certificate_file.empty()) {
    FIRN_TRY(tls_, TlsContext::Server(options_.certificate_file, options_.key_file));
  }
  FIRN_OK(Listen());
  poll_.Reset(epoll_create1(EPOLL_CLOEXEC));
  wake_.Reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  timer_.Reset(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  if (poll_.value() < 0 || wake_.value() < 0 || timer_.value() < 0) {
    return Fail(Kind::kUnavailable, "cannot watch sockets: " + LastError());
  }
  return {};
}

Result<void> HttpServer::Core::Listen() {
  FIRN_TRY(const SocketAddress address, ParseAddress(options_.address, options_.port));
  listener_.Reset(socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int descriptor = listener_.value();
  const int on = 1;
  if (descriptor < 0) return CannotListen(options_.address, options_.port);
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(descriptor, reinterpret_cast<const sockaddr*>(&address.storage), address.length) != 0 ||
      listen(descriptor, kBacklog) != 0) {
    return CannotListen(options_.address, options_.port);
  }
  sockaddr_storage bound{};
  socklen_t length = sizeof(bound);
  if (getsockname(descriptor, reinterpret_cast<sockaddr*>(&bound), &length) != 0) {
    return CannotListen(options_.address, options_.port);
  }
  port_ = ntohs(bound.ss_family == AF_INET ? reinterpret_cast<sockaddr_in&>(bound).sin_port
                                           : reinterpret_cast<sockaddr_in6&>(bound).sin6_port);
  return {};
}

Result<void> HttpServer::Core::Watch(int descriptor, void* tag, uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = tag;
  if (epoll_ctl(poll_.value(), EPOLL_CTL_ADD, descriptor, &event) == 0) return {};
  return Fail(Kind::kUnavailable, "cannot watch a socket: " + LastError());
}

void HttpServer::Core::Rearm(int descriptor, void* tag, uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = tag;
  // Fails only for descriptors that are not watched, which this one is.
  FIRN_CHECK(epoll_ctl(poll_.value(), EPOLL_CTL_MOD, descriptor, &event) == 0);
}

Result<void> HttpServer::Core::Serve() {
  const sys::Lock lock(mutex_);
  if (serving_ || stopped_) return {};
  FIRN_OK(Watch(wake_.value(), &wake_, EPOLLIN));
  FIRN_OK(Watch(timer_.value(), &timer_, EPOLLIN | EPOLLONESHOT));
  FIRN_OK(Watch(listener_.value(), &listener_, EPOLLIN | EPOLLONESHOT));
  serving_ = true;
  AddWorker();
  return {};
}

void HttpServer::Core::AddWorker() {
  waiting_.fetch_add(1);
  worker_count_.fetch_add(1);
  workers_.emplace_back("http-" + std::to_string(port_), [this] { Work(); });
}

void HttpServer::Core::ReplaceBusyWorker() {
  if (waiting_.load(std::memory_order_relaxed) > 0) return;
  if (worker_count_.load(std::memory_order_relaxed) >= options_.workers_max) return;
  const sys::Lock lock(mutex_);
  if (stopped_ || static_cast<int>(workers_.size()) >= options_.workers_max) return;
  AddWorker();
}

void HttpServer::Core::Work() {
  // Writing to a connection that the peer has closed is an error result here, not a signal.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  while (true) {
    epoll_event event{};
    const int ready = epoll_wait(poll_.value(), &event, 1, -1);
    if (ready <= 0) continue;
    if (event.data.ptr == &wake_) return;
    waiting_.fetch_sub(1, std::memory_order_relaxed);
    if (event.data.ptr == &listener_) {
      Accept();
    } else if (event.data.ptr == &timer_) {
      Sweep();
    } else {
      RunConnection(static_cast<HttpConnection*>(event.data.ptr));
    }
    waiting_.fetch_add(1, std::memory_order_relaxed);
  }
}

void HttpServer::Core::RunConnection(HttpConnection* connection) {
  const int socket = connection->socket();
  const HttpConnection::Wait wait = connection->Run();
  if (wait == HttpConnection::Wait::kClosed) return Close(connection);
  const uint32_t events = EPOLLONESHOT | (wait == HttpConnection::Wait::kRead ? EPOLLIN : EPOLLOUT);
  // From here on another thread may run it, or destroy it.
  Rearm(socket, connection, events);
}

void HttpServer::Core::Accept() {
  for (int turn = 0; turn < kAcceptTurnMax; ++turn) {
    {
      const sys::Lock lock(mutex_);
      if (context_.stopping) return;
      if (count_ >= options_.limits.connections_max) {
        accepting_paused_ = true;
        return;
      }
    }
    sockaddr_storage peer{};
    socklen_t length = sizeof(peer);
    const int accepted = accept4(listener_.value(), reinterpret_cast<sockaddr*>(&peer), &length,
                                 SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (accepted >= 0) {
      AddConnection(accepted, peer);
      continue;
    }
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      context_.log("http: cannot accept a connection: " + LastError());
      const sys::Lock lock(mutex_);
      accepting_paused_ = true;  // until the next tick
      SetTimer();
      return;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) break;
    if (context_.stopping) return;
  }
  Rearm(listener_.value(), &listener_, EPOLLIN | EPOLLONESHOT);
}

void HttpServer::Core::AddConnection(int socket, const sockaddr_storage& peer) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  ssl_st* session = nullptr;
  if (tls_) {
    auto made = tls_->NewServerSession(socket);
    if (!made) {
      context_.log("http: " + made.error().message);
      close(socket);
      return;
    }
    session = *made;
  }
  auto* connection = new HttpConnection(context_, socket, session, AddressText(peer));
  {
    const sys::Lock lock(mutex_);
    connection->next = first_;
    if (first_ != nullptr) first_->previous = connection;
    first_ = connection;
    ++count_;
    SetTimer();
    if (context_.stopping) connection->Abort();
  }
  if (!Watch(socket, connection, EPOLLIN | EPOLLONESHOT)) Close(connection);
}

void HttpServer::Core::Close(HttpConnection* connection) {
  {
    const sys::Lock lock(mutex_);
    (connection->previous != nullptr ? connection->previous->next : first_) = connection->next;
    if (connection->next != nullptr) connection->next->previous = connection->previous;
    --count_;
    if (count_ == 0) emptied_.NotifyAll();
    ResumeAccepting();
  }
  delete connection;
}

void HttpServer::Core::ResumeAccepting() {
  if (!accepting_paused_ || context_.stopping || count_ >= options_.limits.connections_max) return;
  accepting_paused_ = false;
  Rearm(listener_.value(), &listener_, EPOLLIN | EPOLLONESHOT);
}

// With mutex_ held. One tick from now the deadlines are looked at, while there is anything to look
// at.
void HttpServer::Core::SetTimer() {
  if (timer_set_) return;
  timer_set_ = true;
  const HttpLimits& limits = options_.limits;
  const Duration shortest = std::min(
      {limits.idle_timeout, limits.head_timeout, limits.stall_timeout, limits.linger_timeout});
  const Duration tick = std::clamp(shortest / 4, kTickMin, kTickMax);
  itimerspec at{};
  at.it_value.tv_sec = tick / std::chrono::seconds(1);
  at.it_value.tv_nsec = std::chrono::nanoseconds(tick % std::chrono::seconds(1)).count();
  timerfd_settime(timer_.value(), 0, &at, nullptr);
}

void HttpServer::Core::Sweep() {
  uint64_t ticks = 0;
  // Nothing read means that another tick is on its way; either way the deadlines are looked at now.
  if (read(timer_.value(), &ticks, sizeof(ticks)) < 0) ticks = 0;
  const int64_t now = NowMicros();
  {
    const sys::Lock lock(mutex_);
    for (HttpConnection* connection = first_; connection != nullptr;
         connection = connection->next) {
      if (connection->Overdue(now)) connection->Expire();
    }
    timer_set_ = false;
    if (count_ > 0) SetTimer();
    ResumeAccepting();
  }
  Rearm(timer_.value(), &timer_, EPOLLIN | EPOLLONESHOT);
}

void HttpServer::Core::Stop(Duration grace) {
  {
    sys::Lock lock(mutex_);
    if (stopped_) return;
    context_.stopping = true;
    if (listener_.value() >= 0) shutdown(listener_.value(), SHUT_RDWR);
    for (HttpConnection* connection = first_; connection != nullptr;
         connection = connection->next) {
      connection->Dismiss();
    }
    emptied_.WaitFor(lock, grace, [this] { return count_ == 0; });
    if (stopped_) return;  // by another thread, meanwhile
    stopped_ = true;
    for (HttpConnection* connection = first_; connection != nullptr;
         connection = connection->next) {
      connection->Abort();
    }
  }
  const uint64_t one = 1;
  if (wake_.value() >= 0) FIRN_CHECK(write(wake_.value(), &one, sizeof(one)) == sizeof(one));
  for (sys::Thread& worker : workers_) worker.Join();
  while (first_ != nullptr) Close(first_);
  listener_.Reset(-1);
}

HttpServer::HttpServer(std::unique_ptr<Core> core) : core_(std::move(core)) {}
HttpServer::~HttpServer() = default;

Result<std::unique_ptr<HttpServer>> HttpServer::Start(Options options, Handler handler) {
  const Begin begin = options.begin;
  auto core = std::make_unique<Core>(std::move(options), std::move(handler));
  FIRN_OK(core->Open());
  if (begin == Begin::kNow) FIRN_OK(core->Serve());
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core)));
}

Result<void> HttpServer::Serve() { return core_->Serve(); }
int HttpServer::port() const { return core_->port(); }
size_t HttpServer::connections() const { return core_->connections(); }
void HttpServer::Stop(Duration grace) { core_->Stop(grace); }

}  // namespace firn::edge
