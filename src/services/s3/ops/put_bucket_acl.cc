// PutBucketAcl: replaces the access control list of a bucket, where its ownership controls allow
// lists. Differs from AWS: grants to single accounts are kept and told, and open nothing.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketAclInput& input) {
  return {BucketNeed("s3:PutBucketAcl", input.bucket)};
}

Result<api_s3::PutBucketAclOutput> Handle(S3& s3, const api::Call&,
                                          const api_s3::PutBucketAclInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  const AclRequest request = AclRequestOf(input);
  if (request.empty()) {
    return S3Error(Kind::kInvalid, "MissingSecurityHeader", 400,
                   "Your request was missing a required header");
  }
  FIRN_TRY(auto grants, GrantsFor(s3, bucket, request));
  FIRN_OK(SaveSetting(s3, input.bucket, kAcl, BucketAcl{std::move(grants)}));
  return api_s3::PutBucketAclOutput{};
}

}  // namespace firn::services::s3
