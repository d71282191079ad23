#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "edge/limits.h"
#include "sys/disk.h"
#include "wire/http.h"

namespace firn::edge {

// One listener that speaks HTTP/1.1 and calls a blocking handler for each request.
//
// Worker threads take turns at the sockets: the one that finds a request complete runs the handler
// itself and writes the answer, so nothing is handed over and idle connections cost no thread. A
// further worker is started whenever the last waiting one begins a handler, up to `workers_max`;
// requests beyond that wait in the kernel.
//
// Requests arrive as received: raw path and query, headers in order and case, chunked bodies
// decoded. Bodies above limits.body_in_memory_max arrive as a file in the spool directory whose
// removable_path the handler may rename away; otherwise it is removed when the handler returns. The
// owner of the spool directory empties it before starting the first listener.
//
// The room itself writes Content-Length, Transfer-Encoding, Connection and, if absent, Date.
// Answers to HEAD get the length of the body given, or the Content-Length header given with an
// empty body. A handler that throws becomes 500 with a request id, logged.
//
// Threads: any, except that Stop and the destructor must not be called by a handler.
class HttpServer {
 public:
  using Handler = std::function<wire::HttpResponse(wire::HttpRequest)>;
  enum class Begin { kNow, kLater };

  struct Options {
    std::string address = "127.0.0.1";  // numeric, or "localhost"
    int port = 0;                       // 0: any free one
    Begin begin = Begin::kNow;
    int workers_max = 32;
    HttpLimits limits = {};
    std::string certificate_file = {};  // PEM; TLS when given, together with key_file
    std::string key_file = {};
    sys::Disk* disk = nullptr;         // must outlive the server; needed with spool_directory
    std::string spool_directory = {};  // made when needed; empty keeps all bodies in memory
    // Answers a request whose body is not taken: 413, 503 or 400, with the reason. Plain text when
    // empty. The body is not there; what is still on its way is dropped.
    std::function<wire::HttpResponse(const wire::HttpRequest& head, int status,
                                     std::string_view reason)>
        refusal = {};
    std::function<void(std::string_view line)> log = {};  // standard error when empty
  };

  // Binds and, with Begin::kNow, serves. kConflict: the port is in use (the message says so
  // plainly); kDenied: this user may not bind it; kInvalid: the address, certificate or key cannot
  // be used.
  static Result<std::unique_ptr<HttpServer>> Start(Options options, Handler handler);
  ~HttpServer();  // Stop with no grace
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // With Begin::kLater: clients can connect from Start on and are served from now on.
  Result<void> Serve();
  int port() const;
  size_t connections() const;

  // Accepts nothing more, lets requests that have begun to arrive finish within `grace`, then
  // closes everything and waits for handlers that still run.
  void Stop(Duration grace);

 private:
  class Core;
  explicit HttpServer(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace firn::edge
