// CreateMultipartUpload: begins an upload in parts.

#include "objects/checksum.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::CreateMultipartUploadInput& input) {
  return {ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::CreateMultipartUploadOutput> Handle(S3& s3, const api::Call& call, const api_s3::CreateMultipartUploadInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(RefuseUnsupported(input));
  objects::UploadOptions options;
  options.now = call.now;
  FIRN_TRY(options.attributes, AttributesOf(input));
  options.checksum_algorithm = input.checksum_algorithm.value_or("");
  options.checksum_type = input.checksum_type.value_or("");
  if (!options.checksum_algorithm.empty() && !objects::IsChecksumName(options.checksum_algorithm)) {
    return NotImplementedHere("this checksum algorithm");
  }
  options.initiator = call.principal.arn;
  FIRN_TRY(const auto upload, s3.objects.CreateUpload(input.bucket, input.key, options));
  api_s3::CreateMultipartUploadOutput output;
  output.bucket = input.bucket;
  output.key = input.key;
  output.upload_id = upload.id;
  output.server_side_encryption = "AES256";
  output.checksum_algorithm = input.checksum_algorithm;
  if (!upload.checksum_type.empty()) output.checksum_type = upload.checksum_type;
  return output;
}

}  // namespace firn::services::s3
