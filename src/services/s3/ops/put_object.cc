// PutObject: stores one object, replacing any under its key.
// Differs from AWS: ACLs are ignored but for their presence being checked, and appends are refused.

#include "objects/checksum.h"
#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr uint64_t kPutBytesMax = 5ull << 30;

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::PutObjectInput& input) {
  return {ObjectNeed(s3, "s3:PutObject", input.bucket, input.key, Access::kWrite)};
}

Result<api_s3::PutObjectOutput> Handle(S3& s3, const api::Call& call, const api_s3::PutObjectInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(RefuseUnsupported(input));
  if (input.write_offset_bytes) return NotImplementedHere("appending to objects");
  if (input.body.size() > kPutBytesMax) {
    return S3Error(Kind::kInvalid, "EntityTooLarge", 400,
                   "Your proposed upload exceeds the maximum allowed size");
  }
  objects::PutOptions options;
  options.now = call.now;
  FIRN_TRY(options.attributes, AttributesOf(input));
  FIRN_TRY(options.conditions, WriteConditions(input.if_match, input.if_none_match));
  FIRN_TRY(options.expected, GivenChecksums(input));
  FIRN_OK(CheckContentMd5(input.content_md5));
  options.expected_md5 = input.content_md5;
  // S3 keeps a checksum of every object; CRC64NVME when the client names none.
  if (options.expected.empty()) {
    options.checksums.push_back(input.checksum_algorithm.value_or(std::string(objects::kCrc64Nvme)));
  }
  FIRN_TRY(const auto info, s3.objects.Put(input.bucket, input.key, input.body, options));
  api_s3::PutObjectOutput output;
  output.e_tag = Quoted(info.etag);
  output.server_side_encryption = "AES256";
  if (!info.checksums.empty()) output.checksum_type = "FULL_OBJECT";
  TellChecksums(info.checksums, output);
  return output;
}

}  // namespace firn::services::s3
