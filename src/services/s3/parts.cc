#include "services/s3/parts.h"

#include <algorithm>

#include "objects/checksum.h"

namespace firn::services::s3 {
namespace {

constexpr int32_t kPartNumberMax = 10'000;

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return text;
}

}  // namespace

Result<void> CheckPartAlgorithm(const objects::Upload& upload,
                                const std::map<std::string, std::string>& given) {
  if (upload.checksum_algorithm.empty() || given.empty() ||
      given.contains(upload.checksum_algorithm))
    return {};
  return InvalidRequest("Checksum Type mismatch occurred, expected checksum Type: " +
                        Lower(upload.checksum_algorithm) +
                        ", actual checksum Type: " + Lower(given.begin()->first));
}

Result<void> CheckPartNumber(int32_t number) {
  if (number >= 1 && number <= kPartNumberMax) return {};
  return WithField(
      WithField(InvalidArgument("Part number must be an integer between 1 and 10000, inclusive"),
                "ArgumentName", "partNumber"),
      "ArgumentValue", std::to_string(number));
}

Result<std::string> ChecksumTypeOf(const std::string& algorithm,
                                   const std::optional<std::string>& type) {
  const bool sha = algorithm == objects::kSha1 || algorithm == objects::kSha256;
  const bool crc64 = algorithm == objects::kCrc64Nvme;
  if (algorithm.empty()) {
    if (type)
      return InvalidRequest(
          "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm "
          "header.");
    return std::string();
  }
  const std::string chosen = type.value_or(crc64 ? "FULL_OBJECT" : "COMPOSITE");
  if ((sha && chosen == "FULL_OBJECT") || (crc64 && chosen == "COMPOSITE")) {
    return InvalidRequest("The " + chosen + " checksum type cannot be used with the " +
                          Lower(algorithm) + " checksum algorithm.");
  }
  return chosen;
}

}  // namespace firn::services::s3
