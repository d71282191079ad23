#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace firn::sys {

// Where randomness comes from. Threads: any.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::string Bytes(size_t count) = 0;
  // A version 4 UUID in lower case.
  std::string Uuid();
  // `count` characters drawn evenly from `alphabet`.
  std::string Text(size_t count, std::string_view alphabet);
  uint64_t Below(uint64_t bound);
};

// The kernel's generator.
class SystemRandom final : public Random {
 public:
  std::string Bytes(size_t count) override;
};

}  // namespace firn::sys
