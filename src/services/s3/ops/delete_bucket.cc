// DeleteBucket: removes an empty bucket.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteBucketInput& input) {
  return {BucketNeed("s3:DeleteBucket", input.bucket)};
}

Result<api_s3::DeleteBucketOutput> Handle(S3& s3, const api::Call& call, const api_s3::DeleteBucketInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(s3.objects.DeleteBucket(input.bucket));
  return api_s3::DeleteBucketOutput{};
}

}  // namespace firn::services::s3
