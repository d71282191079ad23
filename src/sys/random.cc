#include "sys/random.h"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "base/encoding.h"

namespace firn::sys {
namespace {

constexpr size_t kEntropyBytesMax = 256;  // of one call, by its manual

}  // namespace

std::string Random::Uuid() {
  std::string bytes = Bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string text = HexEncode(bytes);
  for (const size_t position : {8, 13, 18, 23}) text.insert(position, 1, '-');
  return text;
}

std::string Random::Text(size_t count, std::string_view alphabet) {
  std::string text;
  for (size_t i = 0; i < count; ++i) text += alphabet[Below(alphabet.size())];
  return text;
}

uint64_t Random::Below(uint64_t bound) {
  FIRN_CHECK(bound > 0);
  // Values above the last whole multiple of `bound` are drawn again, so that none is likelier than
  // another.
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  while (true) {
    uint64_t value;
    const std::string bytes = Bytes(sizeof value);
    std::memcpy(&value, bytes.data(), sizeof value);
    if (value < limit) return value % bound;
  }
}

std::string SystemRandom::Bytes(size_t count) {
  std::string bytes(count, '\0');
  for (size_t have = 0; have < count; have += std::min(count - have, kEntropyBytesMax)) {
    const size_t chunk = std::min(count - have, kEntropyBytesMax);
    FIRN_CHECK(::getentropy(bytes.data() + have, chunk) == 0);
  }
  return bytes;
}

}  // namespace firn::sys
