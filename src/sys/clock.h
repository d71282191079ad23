#pragma once

#include "base/time.h"

namespace firn::sys {

// Where time comes from. Threads: any.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time Now() const = 0;
};

// The machine's wall clock.
class SystemClock final : public Clock {
 public:
  Time Now() const override;
};

// The machine's monotonic clock, for measuring how long something took.
Duration Uptime();

}  // namespace firn::sys
