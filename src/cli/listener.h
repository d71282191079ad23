#pragma once

#include <memory>
#include <string>

#include "cli/serve.h"
#include "edge/http_server.h"
#include "server/lake.h"

namespace firn::cli {

// An embedded lake behind a listener.
class RunningLake {
 public:
  // kConflict when the data directory or the port is in use, naming it.
  static Result<std::unique_ptr<RunningLake>> Start(const ServeOptions& options);
  ~RunningLake();

  server::Lake& lake() { return *lake_; }
  int port() const { return server_->port(); }
  const std::string& data_directory() const { return data_directory_; }
  const sys::Clock& clock() const { return clock_; }
  sys::Random& random() { return random_; }

  // Takes no more requests, finishes those that have begun, and delivers what the streams hold.
  Result<void> Stop();

 private:
  RunningLake() = default;

  std::string data_directory_;
  sys::SystemDisk disk_;
  sys::SystemClock clock_;
  sys::SystemRandom random_;
  std::unique_ptr<server::Lake> lake_;
  std::unique_ptr<edge::HttpServer> server_;
};

// Writes a port into a file so that whoever waits for it never reads half of it; nothing for an
// empty path.
Result<void> WritePortFile(const std::string& path, int port);

}  // namespace firn::cli
