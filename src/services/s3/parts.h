#pragma once

#include <map>
#include <string>

#include "services/s3/attributes.h"
#include "services/s3/needs.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

// InvalidRequest unless the part's checksum is of the algorithm that its upload was begun with.
Result<void> CheckPartAlgorithm(const objects::Upload& upload,
                                const std::map<std::string, std::string>& given);
// InvalidArgument for a number outside 1 to 10,000.
Result<void> CheckPartNumber(int32_t number);
// Which checksum an upload keeps, "COMPOSITE" or "FULL_OBJECT", and InvalidRequest for pairs that
// S3 does not have.
Result<std::string> ChecksumTypeOf(const std::string& algorithm,
                                   const std::optional<std::string>& type);

// How the part of an upload is stored: the checksum it was begun with is kept of every part.
template <class Input>
Result<objects::PutOptions> PartOptions(const S3& s3, const Input& input,
                                        const std::map<std::string, std::string>& given, Time now) {
  FIRN_OK(CheckPartNumber(input.part_number));
  FIRN_TRY(const auto upload, s3.objects.GetUpload(input.bucket, input.key, input.upload_id));
  FIRN_OK(CheckPartAlgorithm(upload, given));
  objects::PutOptions options;
  options.now = now;
  options.expected = given;
  if (!upload.checksum_algorithm.empty()) options.checksums.push_back(upload.checksum_algorithm);
  return options;
}

}  // namespace firn::services::s3
