#include "sys/testing/fake_random.h"

namespace firn::sys::testing {

std::string FakeRandom::Bytes(size_t count) {
  const std::lock_guard lock(mutex_);
  std::string bytes;
  bytes.reserve(count);
  while (bytes.size() < count) {
    // SplitMix64: every state gives a well-mixed word.
    uint64_t word = state_ += 0x9e3779b97f4a7c15ull;
    word = (word ^ word >> 30) * 0xbf58476d1ce4e5b9ull;
    word = (word ^ word >> 27) * 0x94d049bb133111ebull;
    word ^= word >> 31;
    for (int i = 0; i < 8 && bytes.size() < count; ++i, word >>= 8)
      bytes += static_cast<char>(word);
  }
  return bytes;
}

}  // namespace firn::sys::testing
