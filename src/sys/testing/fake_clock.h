#pragma once

#include <atomic>

#include "sys/clock.h"

namespace firn::sys::testing {

// A clock that stands still until it is told otherwise. Starts at 2026-01-01T00:00:00Z. Threads:
// any.
class FakeClock final : public Clock {
 public:
  FakeClock() = default;
  explicit FakeClock(Time now) : micros_(EpochMicros(now)) {}

  Time Now() const override { return FromEpochMicros(micros_.load()); }
  void Set(Time now) { micros_.store(EpochMicros(now)); }
  void Advance(Duration by) { micros_.fetch_add(by.count()); }

 private:
  std::atomic<int64_t> micros_ = 1'767'225'600'000'000;
};

}  // namespace firn::sys::testing
