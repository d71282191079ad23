#include "services/iam/totp.h"

#include <array>

#include "base/digest.h"

namespace firn::services::iam {
namespace {

constexpr size_t kBlockBytes = 64;
constexpr int64_t kStepSeconds = 30;

std::string HmacSha1(std::string_view key, std::string_view bytes) {
  std::string padded = key.size() > kBlockBytes ? Sha1(key) : std::string(key);
  padded.resize(kBlockBytes, '\0');
  std::string inner = padded, outer = padded;
  for (char& c : inner) c = static_cast<char>(c ^ 0x36);
  for (char& c : outer) c = static_cast<char>(c ^ 0x5c);
  return Sha1(outer + Sha1(inner + std::string(bytes)));
}

}  // namespace

std::string CodeOf(std::string_view seed, int64_t step) {
  std::string counter(8, '\0');
  for (int i = 7; i >= 0; --i, step >>= 8)
    counter[static_cast<size_t>(i)] = static_cast<char>(step);
  const std::string digest = HmacSha1(seed, counter);
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(digest[i]));
  };
  const size_t offset = byte(digest.size() - 1) & 0x0f;
  const uint32_t word = (byte(offset) & 0x7f) << 24 | byte(offset + 1) << 16 |
                        byte(offset + 2) << 8 | byte(offset + 3);
  std::string code = std::to_string(word % 1'000'000);
  return std::string(6 - code.size(), '0') + code;
}

std::optional<int64_t> StepOf(std::string_view seed, std::string_view code, Time now,
                              int64_t after) {
  const int64_t current = EpochMicros(now) / 1'000'000 / kStepSeconds;
  for (int64_t step : {current, current - 1, current + 1}) {
    if (step > after && EqualConstantTime(CodeOf(seed, step), code)) return step;
  }
  return std::nullopt;
}

std::string Base32Encode(std::string_view bytes) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (unsigned char byte : bytes) {
    bits = bits << 8 | byte;
    count += 8;
    while (count >= 5) {
      text += kAlphabet[bits >> (count - 5) & 0x1f];
      count -= 5;
    }
  }
  if (count > 0) text += kAlphabet[bits << (5 - count) & 0x1f];
  return text;
}

}  // namespace firn::services::iam
