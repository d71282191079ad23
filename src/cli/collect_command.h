#pragma once

#include <string>

#include "cli/lake_commands.h"

namespace firn::cli {

struct CollectOptions {
  LakeOptions lake;
  std::string listen = "127.0.0.1";
  int port = 4318;
  std::string port_file;
};

// Receives OTLP and JSON events over HTTP and puts them into the lake's streams, until SIGTERM or
// SIGINT.
int Collect(const CollectOptions& options);

}  // namespace firn::cli
