// PutObject: stores one object, replacing any under its key or, with versions, on top of it.
// Differs from AWS: keys of the caller's own (SSE-C), KMS keys, and appending to objects are
// refused.

#include "objects/checksum.h"
#include "services/s3/attributes.h"
#include "services/s3/conditions.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

constexpr uint64_t kPutBytesMax = 5ull << 30;

}  // namespace

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::PutObjectInput& input) {
  return WriteNeeds(s3, input);
}

Result<api_s3::PutObjectOutput> Handle(S3& s3, const api::Call& call,
                                       const api_s3::PutObjectInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  if (input.write_offset_bytes) return NotImplementedHere("appending to objects");
  if (input.body.size() > kPutBytesMax) {
    auto failure = S3Error(Kind::kInvalid, "EntityTooLarge", 400,
                           "Your proposed upload exceeds the maximum allowed size");
    failure.value().fields = {{"ProposedSize", std::to_string(input.body.size())},
                              {"MaxSizeAllowed", std::to_string(kPutBytesMax)}};
    return failure;
  }
  objects::PutOptions options;
  options.now = call.now;
  FIRN_OK(CheckAlgorithm(input.checksum_algorithm));
  FIRN_TRY(options.attributes, AttributesOf(s3, bucket, input, call.now));
  FIRN_TRY(options.conditions, WriteConditions(input.if_match, input.if_none_match));
  FIRN_TRY(options.expected, GivenChecksums(input));
  FIRN_OK(CheckContentMd5(input.content_md5));
  options.expected_md5 = input.content_md5;
  // S3 keeps a checksum of every object; CRC64NVME when the client names none.
  if (options.expected.empty()) {
    options.checksums.push_back(
        input.checksum_algorithm.value_or(std::string(objects::kCrc64Nvme)));
  }
  FIRN_TRY(const auto info, s3.objects.Put(input.bucket, input.key, input.body, options));
  api_s3::PutObjectOutput output;
  output.e_tag = Quoted(info.etag);
  output.server_side_encryption = "AES256";
  output.version_id = ToldVersion(bucket, info);
  if (!info.checksums.empty()) output.checksum_type = "FULL_OBJECT";
  TellChecksums(info.checksums, output);
  return output;
}

}  // namespace firn::services::s3
