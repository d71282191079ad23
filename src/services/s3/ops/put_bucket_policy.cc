// PutBucketPolicy: replaces the policy of a bucket.
// Differs from AWS: principals need not exist.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3& s3, const api::Call& call,
                      const api_s3::PutBucketPolicyInput& input) {
  return PolicyNeeds(s3, call, "s3:PutBucketPolicy", input.bucket);
}

Result<api_s3::PutBucketPolicyOutput> Handle(S3& s3, const api::Call& call,
                                             const api_s3::PutBucketPolicyInput& input) {
  FIRN_OK(OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(CheckBucketPolicy(input.policy, input.bucket));
  BucketPolicy policy{input.policy, false};
  FIRN_TRY(policy.open, IsPublicPolicy(input.policy));
  FIRN_TRY(const PublicAccess access, PublicAccessOf(s3.store.Read(), input.bucket));
  if (policy.open && access.block_policy) {
    return S3Error(Kind::kDenied, "AccessDenied", 403,
                   "User: " + call.principal.arn +
                       " is not authorized to perform: s3:PutBucketPolicy on resource: \"" +
                       Arn::S3(input.bucket).text() +
                       "\" because public policies are prevented by the BlockPublicPolicy setting "
                       "in S3 Block Public Access.");
  }
  FIRN_OK(PutSetting(s3, input, kPolicy, policy));
  return api_s3::PutBucketPolicyOutput{};
}

}  // namespace firn::services::s3
