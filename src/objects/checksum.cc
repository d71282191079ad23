#include "objects/checksum.h"

#include "base/encoding.h"

namespace firn::objects {
namespace {

// The value's bytes from the most significant on, as S3 writes CRCs.
template <class T>
std::string BigEndian(T value) {
  std::string bytes;
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<char>(value >> shift));
  }
  return bytes;
}

}  // namespace

bool IsChecksumName(std::string_view name) {
  return name == kCrc32 || name == kCrc32c || name == kCrc64Nvme || name == kSha1 ||
         name == kSha256;
}

Result<Digests> Digests::Of(const std::vector<std::string>& algorithms) {
  Digests digests;
  for (const std::string& name : algorithms) {
    if (name == kCrc32) {
      digests.crc32_ = 0;
    } else if (name == kCrc32c) {
      digests.crc32c_ = 0;
    } else if (name == kCrc64Nvme) {
      digests.crc64_ = 0;
    } else if (name == kSha1) {
      digests.sha1_.emplace(Hasher::Algorithm::kSha1);
    } else if (name == kSha256) {
      digests.sha256_.emplace(Hasher::Algorithm::kSha256);
    } else {
      return Fail(
          {Kind::kInvalid, "checksum algorithm is unknown: " + name, "InvalidRequest", 0, {}});
    }
  }
  return digests;
}

void Digests::Update(std::string_view bytes) {
  md5_.Update(bytes);
  if (sha1_) sha1_->Update(bytes);
  if (sha256_) sha256_->Update(bytes);
  if (crc32_) crc32_ = Crc32(bytes, *crc32_);
  if (crc32c_) crc32c_ = Crc32c(bytes, *crc32c_);
  if (crc64_) crc64_ = Crc64Nvme(bytes, *crc64_);
}

Digests::Values Digests::Finish() {
  Values values;
  values.md5 = md5_.Finish();
  const auto add = [&](std::string_view name, std::string_view raw) {
    values.checksums.emplace(name, Base64Encode(raw));
  };
  if (sha1_) add(kSha1, sha1_->Finish());
  if (sha256_) add(kSha256, sha256_->Finish());
  if (crc32_) add(kCrc32, BigEndian(*crc32_));
  if (crc32c_) add(kCrc32c, BigEndian(*crc32c_));
  if (crc64_) add(kCrc64Nvme, BigEndian(*crc64_));
  return values;
}

}  // namespace firn::objects
