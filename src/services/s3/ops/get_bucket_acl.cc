// GetBucketAcl: the access control list of a bucket.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketAclInput& input) {
  return {BucketNeed("s3:GetBucketAcl", input.bucket)};
}

Result<api_s3::GetBucketAclOutput> Handle(S3& s3, const api::Call&,
                                          const api_s3::GetBucketAclInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_TRY(const auto kept, FindSetting<BucketAcl>(s3, input.bucket, kAcl));
  api_s3::GetBucketAclOutput output;
  output.owner = OwnerOf(bucket);
  output.grants = ToldGrants(kept.value_or(BucketAcl()).grants, *output.owner->id);
  return output;
}

}  // namespace firn::services::s3
