#pragma once

#include <mutex>
#include <vector>

#include "sys/pause.h"
#include "sys/testing/fake_clock.h"

namespace firn::sys::testing {

// Lets time pass at once: remembers each pause and moves the clock, when it has one, by as much.
// Threads: any.
class FakePause final : public Pause {
 public:
  FakePause() = default;
  explicit FakePause(FakeClock& clock) : clock_(&clock) {}

  void For(Duration duration) override {
    const std::lock_guard lock(mutex_);
    pauses_.push_back(duration);
    if (clock_ != nullptr) clock_->Advance(duration);
  }

  std::vector<Duration> pauses() const {
    const std::lock_guard lock(mutex_);
    return pauses_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Duration> pauses_;
  FakeClock* clock_ = nullptr;
};

}  // namespace firn::sys::testing
