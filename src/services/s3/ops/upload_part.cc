// UploadPart: stores one part of an upload.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::UploadPartInput& input) {
  return {ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::UploadPartOutput> Handle(S3& s3, const api::Call& call, const api_s3::UploadPartInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  if (input.sse_customer_algorithm || input.sse_customer_key) return NotImplementedHere("SSE-C");
  if (input.part_number < 1 || input.part_number > 10'000) {
    return S3Error(Kind::kInvalid, "InvalidArgument", 400, "Part number must be an integer between 1 and 10000, inclusive");
  }
  FIRN_TRY(const auto upload, s3.objects.GetUpload(input.bucket, input.key, input.upload_id));
  objects::PutOptions options;
  options.now = call.now;
  FIRN_TRY(options.expected, GivenChecksums(input));
  FIRN_OK(CheckContentMd5(input.content_md5));
  options.expected_md5 = input.content_md5;
  if (!upload.checksum_algorithm.empty()) options.checksums.push_back(upload.checksum_algorithm);
  FIRN_TRY(const auto part,
           s3.objects.UploadPart(input.bucket, input.key, input.upload_id, input.part_number, input.body, options));
  api_s3::UploadPartOutput output;
  output.e_tag = Quoted(part.etag);
  output.server_side_encryption = "AES256";
  TellChecksums(part.checksums, output);
  return output;
}

}  // namespace firn::services::s3
