// DeleteBucketTagging: removes the tags of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteBucketTaggingInput& input) {
  return {BucketNeed("s3:PutBucketTagging", input.bucket)};
}

Result<api_s3::DeleteBucketTaggingOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::DeleteBucketTaggingInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(s3.objects.UpdateBucket(input.bucket, [](objects::Bucket& bucket) -> Result<void> {
    bucket.tags.clear();
    return {};
  }));
  return api_s3::DeleteBucketTaggingOutput{};
}

}  // namespace firn::services::s3
