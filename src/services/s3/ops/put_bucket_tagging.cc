// PutBucketTagging: replaces the tags of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/tags.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketTaggingInput& input) {
  return {BucketNeed("s3:PutBucketTagging", input.bucket)};
}

Result<api_s3::PutBucketTaggingOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::PutBucketTaggingInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const Tags tags, CheckedTags(input.tagging.tag_set, Tagged::kBucket));
  FIRN_OK(s3.objects.UpdateBucket(input.bucket, [&](objects::Bucket& bucket) -> Result<void> {
    bucket.tags = tags;
    return {};
  }));
  return api_s3::PutBucketTaggingOutput{};
}

}  // namespace firn::services::s3
