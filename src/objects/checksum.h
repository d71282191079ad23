#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"

namespace firn::objects {

// The checksum algorithms of S3, by the names its API uses.
inline constexpr std::string_view kCrc32 = "CRC32";
inline constexpr std::string_view kCrc32c = "CRC32C";
inline constexpr std::string_view kCrc64Nvme = "CRC64NVME";
inline constexpr std::string_view kSha1 = "SHA1";
inline constexpr std::string_view kSha256 = "SHA256";
bool IsChecksumName(std::string_view name);

// The digests of one object, computed while its bytes pass. Threads: one at a time.
class Digests {
 public:
  // MD5 always, and the named algorithms; unknown names are kInvalid.
  static Result<Digests> Of(const std::vector<std::string>& algorithms);
  void Update(std::string_view bytes);
  // Ends the computation. md5 is raw, checksums are base64 by name.
  struct Values {
    std::string md5;
    std::map<std::string, std::string> checksums;
  };
  Values Finish();

 private:
  Digests() : md5_(Hasher::Algorithm::kMd5) {}
  Hasher md5_;
  std::optional<Hasher> sha1_;
  std::optional<Hasher> sha256_;
  std::optional<uint32_t> crc32_;
  std::optional<uint32_t> crc32c_;
  std::optional<uint64_t> crc64_;
};

}  // namespace firn::objects
