// UploadPart: stores one part of an upload.

#include "services/s3/ops.h"
#include "services/s3/parts.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::UploadPartInput& input) {
  return {ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::UploadPartOutput> Handle(S3& s3, const api::Call& call,
                                        const api_s3::UploadPartInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(RefuseCustomerKeys(input));
  FIRN_OK(CheckAlgorithm(input.checksum_algorithm));
  FIRN_OK(CheckContentMd5(input.content_md5));
  FIRN_TRY(const auto given, GivenChecksums(input));
  FIRN_TRY(auto options, PartOptions(s3, input, given, call.now));
  options.expected_md5 = input.content_md5;
  FIRN_TRY(const auto part, s3.objects.UploadPart(input.bucket, input.key, input.upload_id,
                                                  input.part_number, input.body, options));
  api_s3::UploadPartOutput output;
  output.e_tag = Quoted(part.etag);
  output.server_side_encryption = "AES256";
  TellChecksums(part.checksums, output);
  return output;
}

}  // namespace firn::services::s3
