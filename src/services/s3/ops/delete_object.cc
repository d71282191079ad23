// DeleteObject: removes an object or a version; without a version id a versioned bucket gets a
// delete marker. An absent object is no error. Differs from AWS: MFA delete does not exist, and
// conditions on time or size, which general purpose buckets lack, are refused.

#include "services/s3/ops.h"
#include "services/s3/remove.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

namespace {

RemoveRequest RequestOf(const api_s3::DeleteObjectInput& input) {
  return {input.key,           input.version_id,
          input.if_match,      input.if_match_last_modified_time,
          input.if_match_size, input.bypass_governance_retention.value_or(false)};
}

}  // namespace

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteObjectInput& input) {
  return RemoveNeeds(input.bucket, RequestOf(input));
}

Result<api_s3::DeleteObjectOutput> Handle(S3& s3, const api::Call& call,
                                          const api_s3::DeleteObjectInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto removed, RemoveObject(s3, bucket, RequestOf(input), call.now));
  api_s3::DeleteObjectOutput output;
  if (removed.delete_marker) output.delete_marker = true;
  if (!removed.version_id.empty()) output.version_id = removed.version_id;
  return output;
}

}  // namespace firn::services::s3
