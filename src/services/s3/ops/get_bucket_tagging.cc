// GetBucketTagging: the tags of a bucket; NoSuchTagSet when it has none.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"
#include "services/s3/tags.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketTaggingInput& input) {
  return {BucketNeed("s3:GetBucketTagging", input.bucket)};
}

Result<api_s3::GetBucketTaggingOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::GetBucketTaggingInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (bucket.tags.empty())
    return MissingSetting({"", "NoSuchTagSet", "The TagSet does not exist"}, input.bucket);
  api_s3::GetBucketTaggingOutput output;
  output.tag_set = ToldTags(bucket.tags);
  return output;
}

}  // namespace firn::services::s3
