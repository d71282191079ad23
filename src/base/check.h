#pragma once

// Guards an invariant of our own. Stays on in release and aborts; input can never reach one.
#define FIRN_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::firn::CheckFailed(#condition, __FILE__, __LINE__))

namespace firn {

[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace firn
