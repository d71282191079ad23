// GetBucketOwnershipControls: who owns new objects; the bucket's owner by default.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketOwnershipControlsInput& input) {
  return {BucketNeed("s3:GetBucketOwnershipControls", input.bucket)};
}

Result<api_s3::GetBucketOwnershipControlsOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketOwnershipControlsInput& input) {
  FIRN_TRY(auto document, GetSettingIfAny<api_s3::OwnershipControls>(s3, input, kOwnership));
  if (!document)
    document.emplace().rules.push_back(
        {std::string(api_s3::ObjectOwnership::kBucketOwnerEnforced)});
  // An empty document stands for one that was deleted.
  if (document->rules.empty()) return MissingSetting(kOwnership, input.bucket);
  api_s3::GetBucketOwnershipControlsOutput output;
  output.ownership_controls = std::move(document);
  return output;
}

}  // namespace firn::services::s3
