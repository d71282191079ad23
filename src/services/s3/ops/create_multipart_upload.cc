// CreateMultipartUpload: begins an upload in parts.

#include "services/s3/ops.h"
#include "services/s3/parts.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::CreateMultipartUploadInput& input) {
  return WriteNeeds(s3, input);
}

Result<api_s3::CreateMultipartUploadOutput> Handle(
    S3& s3, const api::Call& call, const api_s3::CreateMultipartUploadInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(CheckAlgorithm(input.checksum_algorithm));
  objects::UploadOptions options;
  options.now = call.now;
  FIRN_TRY(options.attributes, AttributesOf(s3, bucket, input, call.now));
  options.checksum_algorithm = input.checksum_algorithm.value_or("");
  FIRN_TRY(options.checksum_type, ChecksumTypeOf(options.checksum_algorithm, input.checksum_type));
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
