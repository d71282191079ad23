#include "edge/http_transport.h"

#include <chrono>
#include <deque>
#include <map>
#include <optional>

#include "edge/client_connection.h"
#include "edge/http_connection.h"
#include "edge/tls.h"
#include "sys/thread.h"
#include "wire/text.h"

namespace firn::edge {
namespace {

bool IsOurs(std::string_view name) {
  return wire::EqualsIgnoringCase(name, "content-length") ||
         wire::EqualsIgnoringCase(name, "transfer-encoding") ||
         wire::EqualsIgnoringCase(name, "connection") || wire::EqualsIgnoringCase(name, "expect");
}

bool HoldsBreak(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

bool HoldsBlank(std::string_view text) {
  return HoldsBreak(text) || text.find_first_of(" \t") != text.npos;
}

// The request line and headers.
Result<std::string> WriteHead(const wire::HttpTarget& target, const wire::HttpRequest& request) {
  if (!IsToken(request.method))
    return Fail(Kind::kInvalid, "not an HTTP method: " + request.method);
  if (HoldsBlank(request.path) || HoldsBlank(request.query)) {
    return Fail(Kind::kInvalid, "a blank in the request target");
  }
  std::string head = request.method + " " + (request.path.empty() ? "/" : request.path);
  if (!request.query.empty()) head.append("?").append(request.query);
  head.append(" HTTP/1.1\r\n");
  if (!request.headers.Has("Host"))
    AppendHeader(head, "Host", target.text().substr(target.scheme.size() + 3));
  for (const auto& [name, value] : request.headers.all()) {
    if (IsOurs(name)) continue;
    if (!IsToken(name) || HoldsBreak(value))
      return Fail(Kind::kInvalid, "not a header that can be sent: " + name);
    AppendHeader(head, name, value);
  }
  const bool takes_body =
      request.method != "GET" && request.method != "HEAD" && request.method != "DELETE";
  if (takes_body || !request.body.empty()) {
    AppendHeader(head, "Content-Length", std::to_string(request.body.size()));
  }
  head.append("\r\n");
  return head;
}

}  // namespace

// Idle connections by host, newest last, and what TLS connections share.
class HttpTransport::Pool {
 public:
  explicit Pool(Options options) : options_(std::move(options)) {}

  const Options& options() const { return options_; }

  // Null for plain text. Reading the system's authorities takes milliseconds, so it happens on
  // first use.
  Result<const TlsContext*> Tls(const wire::HttpTarget& target) {
    if (target.scheme != "https") return nullptr;
    const sys::Lock lock(mutex_);
    if (!tls_) {
      FIRN_TRY(tls_, TlsContext::Client(options_.authority_files));
    }
    return tls_.get();
  }

  // A connection that was open a moment ago, or nothing.
  std::unique_ptr<ClientConnection> Take(const std::string& host) {
    while (true) {
      std::unique_ptr<ClientConnection> connection;
      {
        const sys::Lock lock(mutex_);
        const auto found = idle_.find(host);
        if (found == idle_.end()) return nullptr;
        const bool aged =
            NowMicros() - found->second.back().since > options_.pooled_age_max.count();
        connection = std::move(found->second.back().connection);
        found->second.pop_back();
        --count_;
        if (aged) {  // the others are older still
          count_ -= found->second.size();
          connection = nullptr;
        }
        if (aged || found->second.empty()) idle_.erase(found);
      }
      if (connection == nullptr || connection->Fresh()) return connection;
    }
  }

  void Give(const std::string& host, std::unique_ptr<ClientConnection> connection) {
    const sys::Lock lock(mutex_);
    if (count_ >= kIdleTotalMax) return;
    std::deque<Idle>& of_host = idle_[host];
    if (of_host.size() >= kIdlePerHostMax) {
      of_host.pop_front();
      --count_;
    }
    of_host.push_back({std::move(connection), NowMicros()});
    ++count_;
  }

  size_t count() {
    const sys::Lock lock(mutex_);
    return count_;
  }

 private:
  struct Idle {
    std::unique_ptr<ClientConnection> connection;
    int64_t since = 0;
  };

  const Options options_;
  sys::Mutex mutex_;
  std::unique_ptr<TlsContext> tls_;
  std::map<std::string, std::deque<Idle>> idle_;
  size_t count_ = 0;
};

HttpTransport::HttpTransport(Options options) : pool_(std::make_unique<Pool>(std::move(options))) {}
HttpTransport::~HttpTransport() = default;

size_t HttpTransport::idle_connections() const { return pool_->count(); }

Result<wire::HttpResponse> HttpTransport::Send(const wire::HttpTarget& target,
                                               const wire::HttpRequest& request, Duration timeout) {
  const Deadline deadline = Deadline::In(timeout);
  FIRN_TRY(const std::string head, WriteHead(target, request));
  FIRN_TRY(const TlsContext* tls, pool_->Tls(target));
  const std::string host = target.text();
  std::unique_ptr<ClientConnection> connection = pool_->Take(host);
  const bool repeatable = request.method == "GET" || request.method == "HEAD";
  while (true) {
    const bool pooled = connection != nullptr;
    if (!pooled) {
      FIRN_TRY(connection,
               ClientConnection::Connect(target, tls, deadline, pool_->options().connect_timeout));
    }
    auto response =
        connection->Exchange(head, request, deadline, pool_->options().response_bytes_max);
    if (response) {
      if (connection->reusable()) pool_->Give(host, std::move(connection));
      return response;
    }
    const bool untouched =
        !connection->sent_anything() || (repeatable && !connection->received_anything());
    if (!pooled || !untouched || response.error().kind == Kind::kCanceled) return response;
    connection = nullptr;
  }
}

}  // namespace firn::edge
