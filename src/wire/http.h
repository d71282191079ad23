#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "wire/body.h"

namespace firn::wire {

// Header names compare without case; order and repetition are kept.
class Headers {
 public:
  void Add(std::string name, std::string value);
  void Set(std::string_view name, std::string value);   // replaces every occurrence
  void Remove(std::string_view name);
  std::optional<std::string_view> Find(std::string_view name) const;  // the first
  std::string_view Get(std::string_view name) const;                  // empty when absent
  bool Has(std::string_view name) const { return Find(name).has_value(); }
  const std::vector<std::pair<std::string, std::string>>& all() const { return entries_; }

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

// One parameter of a query string, decoded.
struct QueryParameter {
  std::string name;
  std::string value;
  bool operator==(const QueryParameter&) const = default;
};

// A request as it came or will go. `path` and `query` are the raw bytes of the target around '?', still encoded:
// signatures and ARN-valued path segments depend on it.
struct HttpRequest {
  std::string method;
  std::string path = "/";
  std::string query;
  Headers headers;
  Body body;
  std::string peer;     // address of the client, without port; empty when in process
  bool secure = false;  // came over TLS

  // Decodes `query`; "?uploads" gives {"uploads", ""}. Malformed percent sequences are kept as they are.
  std::vector<QueryParameter> QueryParameters() const;
};

struct HttpResponse {
  int status = 200;
  Headers headers;
  Body body;
};

// Where a client request goes. `scheme` is "http" or "https".
struct HttpTarget {
  std::string scheme;
  std::string host;
  int port = 0;
  static Result<HttpTarget> Parse(std::string_view url);  // the path of the URL is ignored
  std::string text() const;                               // "http://host:port", default ports left out
};

// Sends one request and waits for the answer. Failure to connect is kUnavailable (nothing was sent); a connection lost
// after sending began is kUnknownOutcome; passing `timeout` is kCanceled. Threads: any.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual Result<HttpResponse> Send(const HttpTarget& target, const HttpRequest& request, Duration timeout) = 0;
};

}  // namespace firn::wire
