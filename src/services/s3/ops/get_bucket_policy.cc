// GetBucketPolicy: the policy of a bucket, as it was put.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call& call,
                      const api_s3::GetBucketPolicyInput& input) {
  return PolicyNeeds(s3, call, "s3:GetBucketPolicy", input.bucket);
}

Result<api_s3::GetBucketPolicyOutput> Handle(S3& s3, const api::Call&,
                                             const api_s3::GetBucketPolicyInput& input) {
  FIRN_TRY(auto kept, GetSetting<BucketPolicy>(s3, input, kPolicy));
  api_s3::GetBucketPolicyOutput output;
  output.policy = std::move(kept.document);
  return output;
}

}  // namespace firn::services::s3
