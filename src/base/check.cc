#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace firn {

void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "firn: check failed: %s at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace firn
