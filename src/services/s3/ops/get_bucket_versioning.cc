// GetBucketVersioning: whether the bucket keeps versions; nothing until it was ever asked to.

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketVersioningInput& input) {
  return {BucketNeed("s3:GetBucketVersioning", input.bucket)};
}

Result<api_s3::GetBucketVersioningOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::GetBucketVersioningInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  api_s3::GetBucketVersioningOutput output;
  if (!bucket.versioning.empty()) output.status = bucket.versioning;
  return output;
}

}  // namespace firn::services::s3
