#include "cli/exit_code.h"

#include <cstdio>

namespace firn::cli {

int Report(const Error& error) {
  if (error.code.empty()) {
    std::fprintf(stderr, "firn: %s\n", error.message.c_str());
  } else {
    std::fprintf(stderr, "firn: %s: %s\n", error.code.c_str(), error.message.c_str());
  }
  // Only errors of our own that blame the input are about what was typed; a service's refusal is a
  // failure.
  return error.kind == Kind::kInvalid && error.code.empty() ? kWrongUsage : kFailed;
}

}  // namespace firn::cli
