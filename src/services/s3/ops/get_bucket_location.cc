// GetBucketLocation: the Region of a bucket; us-east-1 is said by nothing.

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketLocationInput& input) {
  return {BucketNeed("s3:GetBucketLocation", input.bucket)};
}

Result<api_s3::GetBucketLocationOutput> Handle(S3& s3, const api::Call&,
                                               const api_s3::GetBucketLocationInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  api_s3::GetBucketLocationOutput output;
  if (bucket.region.text() != "us-east-1") output.location_constraint = bucket.region.text();
  return output;
}

}  // namespace firn::services::s3
