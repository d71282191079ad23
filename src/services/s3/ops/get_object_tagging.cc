// GetObjectTagging: the tags of an object or a version.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/tags.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::GetObjectTaggingInput& input) {
  return ReadNeeds(s3, {"s3:GetObjectTagging", "s3:GetObjectVersionTagging"}, input.bucket,
                   input.key, input.version_id);
}

Result<api_s3::GetObjectTaggingOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::GetObjectTaggingInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto info, FindObject(s3, "GET", input.bucket, input.key, input.version_id));
  api_s3::GetObjectTaggingOutput output;
  output.tag_set = ToldTags(info.attributes.tags);
  output.version_id = ToldVersion(bucket, info);
  return output;
}

}  // namespace firn::services::s3
