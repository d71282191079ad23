// PutObjectTagging: replaces the tags of an object or a version.

#include "services/s3/change.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/tags.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&, const api_s3::PutObjectTaggingInput& input) {
  authz::Need need = VersionedNeed(s3, {"s3:PutObjectTagging", "s3:PutObjectVersionTagging"},
                                   input.bucket, input.key, input.version_id, Access::kRead);
  for (const auto& tag : input.tagging.tag_set) {
    need.context["s3:RequestObjectTag/" + tag.key] = {tag.value};
    need.context["s3:RequestObjectTagKeys"].push_back(tag.key);
  }
  return {need};
}

Result<api_s3::PutObjectTaggingOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::PutObjectTaggingInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const Tags tags, CheckedTags(input.tagging.tag_set, Tagged::kObject));
  FIRN_TRY(const auto info,
           ChangeAttributes(s3, input, [&](objects::Attributes& attributes) -> Result<void> {
             attributes.tags = tags;
             return {};
           }));
  api_s3::PutObjectTaggingOutput output;
  output.version_id = ToldVersion(bucket, info);
  return output;
}

}  // namespace firn::services::s3
