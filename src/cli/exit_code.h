#pragma once

#include <string_view>

#include "base/result.h"

namespace firn::cli {

// What the program's exit code says.
enum ExitCode : int {
  kDone = 0,
  kFailed = 1,
  kWrongUsage = 2,
  kDrift = 3,  // plan --detailed-exitcode, status and deploy: something differs from the lake file
};

// Prints "firn: <message>" with the service's error code in front when there is one, and gives the
// exit code: kWrongUsage for what the person typed, kFailed for the rest.
int Report(const Error& error);

}  // namespace firn::cli
