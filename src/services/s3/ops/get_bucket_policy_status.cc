// GetBucketPolicyStatus: whether the policy of a bucket is public.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketPolicyStatusInput& input) {
  return {BucketNeed("s3:GetBucketPolicyStatus", input.bucket)};
}

Result<api_s3::GetBucketPolicyStatusOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketPolicyStatusInput& input) {
  FIRN_TRY(const auto kept, GetSetting<BucketPolicy>(s3, input, kPolicy));
  api_s3::GetBucketPolicyStatusOutput output;
  output.policy_status.emplace().is_public = kept.open;
  return output;
}

}  // namespace firn::services::s3
