// PutBucketTagging: replaces the tags of a bucket.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketTaggingInput& input) {
  return {BucketNeed("s3:PutBucketTagging", input.bucket)};
}

Result<api_s3::PutBucketTaggingOutput> Handle(S3& s3, const api::Call& call, const api_s3::PutBucketTaggingInput& input) {
  FIRN_OK(OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  std::map<std::string, std::string> tags;
  for (const auto& tag : input.tagging.tag_set) {
    if (!tags.emplace(tag.key, tag.value).second) {
      return S3Error(Kind::kInvalid, "InvalidTag", 400, "Cannot provide multiple Tags with the same key");
    }
  }
  if (tags.size() > 50) return S3Error(Kind::kInvalid, "BadRequest", 400, "Bucket tag count cannot be greater than 50");
  FIRN_OK(s3.objects.UpdateBucket(input.bucket, [&](objects::Bucket& bucket) -> Result<void> {
    bucket.tags = tags;
    return {};
  }));
  return api_s3::PutBucketTaggingOutput{};
}

}  // namespace firn::services::s3
