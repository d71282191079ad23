#pragma once

#include <string>

namespace firn::cli {

struct ServeOptions {
  std::string data;  // empty: ~/.firn/lake
  std::string listen = "127.0.0.1";
  int port = 4566;
  std::string port_file;  // receives the port once requests are answered
  std::string account = "123456789012";
  std::string region = "us-east-1";
  std::string auth = "strict";
  bool strict_purge = false;
  bool controls = false;
  size_t table_buckets_max = 10;
};

// Serves an embedded lake until SIGTERM or SIGINT, then delivers what its streams hold.
int Serve(const ServeOptions& options);

struct UpOptions {
  ServeOptions serve;
  std::string file = "lakes/otlp.yaml";
  std::string environment = "dev";
  int otlp_port = 4318;
  std::string otlp_port_file;
};

// The embedded lake, a lake deployed into it and its collector, in the foreground.
int Up(const UpOptions& options);

}  // namespace firn::cli
