#include "wire/s3_integrity.h"

#include <array>

#include "base/digest.h"
#include "base/encoding.h"

namespace firn::wire {
namespace {

template <class T>
std::string BigEndian(T value) {
  std::string bytes;
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift));
  }
  return bytes;
}

struct Algorithm {
  std::string_view header;
  std::string_view name;
  std::string (*digest)(std::string_view);
};

constexpr std::array kAlgorithms = {
    Algorithm{"x-amz-checksum-crc32", "CRC32",
              [](std::string_view bytes) { return BigEndian(Crc32(bytes)); }},
    Algorithm{"x-amz-checksum-crc32c", "CRC32C",
              [](std::string_view bytes) { return BigEndian(Crc32c(bytes)); }},
    Algorithm{"x-amz-checksum-crc64nvme", "CRC64NVME",
              [](std::string_view bytes) { return BigEndian(Crc64Nvme(bytes)); }},
    Algorithm{"x-amz-checksum-sha1", "SHA1", [](std::string_view bytes) { return Sha1(bytes); }},
    Algorithm{"x-amz-checksum-sha256", "SHA256",
              [](std::string_view bytes) { return Sha256(bytes); }},
};

Unexpected Refused(std::string_view code, std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), std::string(code), 400, {}});
}

}  // namespace

Result<void> CheckDocumentIntegrity(const HttpRequest& request) {
  constexpr size_t kMd5Bytes = 16;
  const auto md5 = request.headers.Find("Content-MD5");
  bool wanted = md5.has_value();
  for (const Algorithm& algorithm : kAlgorithms)
    wanted = wanted || request.headers.Has(algorithm.header);
  if (!wanted) return {};
  FIRN_TRY(const std::string body, request.body.Read());
  if (md5) {
    const auto digest = Base64Decode(*md5);
    if (!digest || digest->size() != kMd5Bytes) {
      return Refused("InvalidDigest", "The Content-MD5 you specified was invalid.");
    }
    if (*digest != Md5(body)) {
      return Refused("BadDigest", "The Content-MD5 you specified did not match what we received.");
    }
  }
  for (const Algorithm& algorithm : kAlgorithms) {
    const auto given = request.headers.Find(algorithm.header);
    // The headers of CompleteMultipartUpload are about the object, not about the document.
    if (!given || request.query.find("uploadId=") != std::string::npos) continue;
    if (*given != Base64Encode(algorithm.digest(body))) {
      return Refused("BadDigest", "The " + std::string(algorithm.name) +
                                      " you specified did not match the calculated checksum.");
    }
  }
  return {};
}

}  // namespace firn::wire
