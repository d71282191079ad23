// DeleteObjectTagging: removes the tags of an object or a version.

#include "services/s3/change.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call&,
                      const api_s3::DeleteObjectTaggingInput& input) {
  return {VersionedNeed(s3, {"s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"},
                        input.bucket, input.key, input.version_id, Access::kRead)};
}

Result<api_s3::DeleteObjectTaggingOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::DeleteObjectTaggingInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto info,
           ChangeAttributes(s3, input, [](objects::Attributes& attributes) -> Result<void> {
             attributes.tags.clear();
             return {};
           }));
  api_s3::DeleteObjectTaggingOutput output;
  output.version_id = ToldVersion(bucket, info);
  return output;
}

}  // namespace firn::services::s3
