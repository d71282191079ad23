// GetBucketTagging: the tags of a bucket; NoSuchTagSet when it has none.

#include "services/s3/ops.h"
#include "services/s3/s3.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketTaggingInput& input) {
  return {BucketNeed("s3:GetBucketTagging", input.bucket)};
}

Result<api_s3::GetBucketTaggingOutput> Handle(S3& s3, const api::Call& call, const api_s3::GetBucketTaggingInput& input) {
  FIRN_TRY(const auto bucket, OwnBucket(s3, call, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (bucket.tags.empty()) {
    auto failure = S3Error(Kind::kNotFound, "NoSuchTagSet", 404, "The TagSet does not exist");
    failure.value().fields.emplace_back("BucketName", input.bucket);
    return failure;
  }
  api_s3::GetBucketTaggingOutput output;
  for (const auto& [key, value] : bucket.tags) output.tag_set.push_back({key, value});
  return output;
}

}  // namespace firn::services::s3
