#include "services/s3/attributes.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "objects/checksum.h"

namespace firn::services::s3 {
namespace {

constexpr size_t kMetadataBytesMax = 2048;

size_t DigestBytes(std::string_view name) {
  if (name == objects::kCrc64Nvme) return 8;
  if (name == objects::kSha1) return 20;
  if (name == objects::kSha256) return 32;
  return 4;
}

}  // namespace

bool WantsChecksums(const std::optional<std::string>& mode) {
  constexpr std::string_view kEnabled = "enabled";
  return mode && std::equal(mode->begin(), mode->end(), kEnabled.begin(), kEnabled.end(),
                            [](char a, char b) { return (a | 0x20) == b; });
}

Result<void> CheckAlgorithm(const std::optional<std::string>& algorithm) {
  if (!algorithm || objects::IsChecksumName(*algorithm)) return {};
  for (const char* later : {"SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"}) {
    if (*algorithm == later) return NotImplementedHere("the checksum algorithm " + *algorithm);
  }
  return InvalidRequest(
      "Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
      "[CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
}

Result<void> CheckChecksumText(const std::map<std::string, std::string>& given) {
  if (given.size() > 1) {
    return InvalidRequest(
        "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
  }
  for (const auto& [name, value] : given) {
    const std::string text =
        value.substr(0, value.find('-'));  // "-<parts>" follows a checksum of checksums
    const auto digest = Base64Decode(text);
    if (digest && digest->size() == DigestBytes(name)) continue;
    std::string header = name;
    std::transform(header.begin(), header.end(), header.begin(),
                   [](unsigned char c) { return std::tolower(c); });
    return InvalidRequest("Value for x-amz-checksum-" + header + " header is invalid.");
  }
  return {};
}

Result<void> CheckStorageClass(const std::optional<std::string>& storage_class) {
  constexpr std::array kClasses = {"STANDARD",     "REDUCED_REDUNDANCY",  "STANDARD_IA",
                                   "ONEZONE_IA",   "INTELLIGENT_TIERING", "GLACIER",
                                   "DEEP_ARCHIVE", "GLACIER_IR"};
  if (!storage_class ||
      std::find(kClasses.begin(), kClasses.end(), *storage_class) != kClasses.end())
    return {};
  return S3Error(Kind::kInvalid, "InvalidStorageClass", 400,
                 "The storage class you specified is not valid");
}

bool IsArchived(const objects::Attributes& attributes, Time now) {
  const bool archived =
      attributes.storage_class == "GLACIER" || attributes.storage_class == "DEEP_ARCHIVE";
  return archived && (!attributes.restored_until || *attributes.restored_until <= now);
}

Result<void> CheckReadable(const objects::Attributes& attributes, Time now) {
  if (!IsArchived(attributes, now)) return {};
  return WithField(S3Error(Kind::kDenied, "InvalidObjectState", 403,
                           "The operation is not valid for the object's storage class"),
                   "StorageClass", attributes.storage_class);
}

std::string RestoreText(Time until) {
  return "ongoing-request=\"false\", expiry-date=\"" + FormatHttpDate(until) + "\"";
}

Result<void> CheckMetadata(const std::optional<std::map<std::string, std::string>>& metadata) {
  size_t bytes = 0;
  if (metadata) {
    for (const auto& [name, value] : *metadata) bytes += name.size() + value.size();
  }
  if (bytes <= kMetadataBytesMax) return {};
  auto failure = S3Error(Kind::kInvalid, "MetadataTooLarge", 400,
                         "Your metadata headers exceed the maximum allowed metadata size");
  failure.value().fields = {{"Size", std::to_string(bytes)},
                            {"MaxSizeAllowed", std::to_string(kMetadataBytesMax)}};
  return failure;
}

Result<void> CheckRedirectLocation(const std::optional<std::string>& location) {
  if (!location || location->starts_with('/') || location->starts_with("http://") ||
      location->starts_with("https://")) {
    return {};
  }
  return S3Error(
      Kind::kInvalid, "InvalidRedirectLocation", 400,
      "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.");
}

}  // namespace firn::services::s3
