#pragma once

#include <atomic>

#include "sys/clock.h"

namespace firn::server {

// A clock that tests may move forward; otherwise the one beneath it. Threads: any.
class ShiftedClock final : public sys::Clock {
 public:
  explicit ShiftedClock(const sys::Clock& base) : base_(base) {}

  Time Now() const override {
    return base_.Now() + std::chrono::duration_cast<Time::duration>(Duration(shift_.load()));
  }
  void Advance(Duration by) { shift_ += by.count(); }
  void Restore() { shift_ = 0; }
  Duration shift() const { return Duration(shift_.load()); }

 private:
  const sys::Clock& base_;
  std::atomic<Duration::rep> shift_ = 0;
};

}  // namespace firn::server
