#pragma once

#include <mutex>

#include "sys/random.h"

namespace firn::sys::testing {

// The same bytes for the same seed, on every machine. Threads: any, though the order of draws then
// decides who gets what.
class FakeRandom final : public Random {
 public:
  explicit FakeRandom(uint64_t seed = 1) : state_(seed) {}
  std::string Bytes(size_t count) override;

 private:
  std::mutex mutex_;
  uint64_t state_;
};

}  // namespace firn::sys::testing
