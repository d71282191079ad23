// GetObject: reads an object, a version, or a range of one.

#include "services/s3/attributes.h"
#include "services/s3/conditions.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::GetObjectInput& input) {
  return ReadNeeds(s3, kGetObject, input.bucket, input.key, input.version_id);
}

Result<api_s3::GetObjectOutput> Handle(S3& s3, const api::Call& call,
                                       const api_s3::GetObjectInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kObjects));
  FIRN_OK(RefuseCustomerKeys(input));
  FIRN_TRY(auto opened, ReadObject(s3, "GET", input.bucket, input.key, input.version_id));
  const objects::ObjectInfo& info = opened.info;
  FIRN_OK(CheckConditions(
      {input.if_match, input.if_none_match, input.if_modified_since, input.if_unmodified_since},
      info));
  FIRN_OK(CheckReadable(info.attributes, call.now));
  api_s3::GetObjectOutput output;
  Tell(bucket, info, output);
  output.body = std::move(opened.body);
  FIRN_TRY(const auto range, WantedRange(input, info, output));
  if (range) output.body = output.body.Slice(range->first, range->length);
  if (WantsChecksums(input.checksum_mode) && (!range || range->length == info.size)) {
    TellChecksums(info.checksums, output);
    if (!info.checksum_type.empty()) output.checksum_type = info.checksum_type;
  }
  Override(input, output);
  return output;
}

}  // namespace firn::services::s3
