// DeleteBucketPolicy: removes the policy of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call& call,
                      const api_s3::DeleteBucketPolicyInput& input) {
  return PolicyNeeds(s3, call, "s3:DeleteBucketPolicy", input.bucket);
}

Result<api_s3::DeleteBucketPolicyOutput> Handle(S3& s3, const api::Call&,
                                                const api_s3::DeleteBucketPolicyInput& input) {
  FIRN_OK(DeleteSetting(s3, input, kPolicy));
  return api_s3::DeleteBucketPolicyOutput{};
}

}  // namespace firn::services::s3
