#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "edge/limits.h"
#include "wire/http.h"

namespace firn::edge {

// Sends requests over sockets and keeps connections open for the next ones.
//
// The request's Content-Length, Transfer-Encoding, Connection and Expect headers are written by
// this class; Host is taken from the target when the request has none. Redirects are answers like
// any other and nothing is decompressed.
//
// Errors: kUnavailable when nothing was sent (no address, refused, TLS not agreed, certificate not
// trusted); kUnknownOutcome when the connection broke or turned to nonsense after that; kCanceled
// when `timeout` passed, whether or not something was sent (the message says which); kInvalid for a
// request that cannot be written; kUnsupported for an answer beyond `response_bytes_max`.
//
// A pooled connection that the peer has closed before we send is replaced unseen. When it turns out
// closed while we send, the request goes once more over a new connection only if no byte of it had
// left, or if its method is GET or HEAD and no byte of an answer had come.
//
// Threads: any.
class HttpTransport final : public wire::Transport {
 public:
  struct Options {
    std::vector<std::string> authority_files =
        {};  // PEM, trusted beside the system's (AWS_CA_BUNDLE)
    Duration connect_timeout =
        std::chrono::seconds(10);  // for each address of a host, TLS included
    Duration pooled_age_max =
        std::chrono::seconds(15);  // a connection idle for longer is not used again
    size_t response_bytes_max = kResponseBytesMax;
  };

  explicit HttpTransport(Options options);
  ~HttpTransport() override;

  Result<wire::HttpResponse> Send(const wire::HttpTarget& target, const wire::HttpRequest& request,
                                  Duration timeout) override;
  // Connections that wait for the next request.
  size_t idle_connections() const;

 private:
  class Pool;
  std::unique_ptr<Pool> pool_;
};

}  // namespace firn::edge
