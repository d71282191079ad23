#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace firn {

// Raw digest bytes; encode with base/encoding.h.
std::string Sha256(std::string_view bytes);
std::string Sha1(std::string_view bytes);
std::string Md5(std::string_view bytes);
std::string HmacSha256(std::string_view key, std::string_view bytes);

uint32_t Crc32(std::string_view bytes, uint32_t seed = 0);   // IEEE, as zip
uint32_t Crc32c(std::string_view bytes, uint32_t seed = 0);  // Castagnoli
uint64_t Crc64Nvme(std::string_view bytes,
                   uint64_t seed = 0);  // the polynomial of x-amz-checksum-crc64nvme

// Compares in time that depends on the lengths only.
bool EqualConstantTime(std::string_view a, std::string_view b);

// A digest over bytes that arrive in pieces.
class Hasher {
 public:
  enum class Algorithm { kSha256, kSha1, kMd5 };
  explicit Hasher(Algorithm algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  void Update(std::string_view bytes);
  std::string Finish();  // raw bytes; the hasher is spent

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace firn
