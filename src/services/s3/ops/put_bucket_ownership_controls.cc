// PutBucketOwnershipControls: says who owns new objects.

#include "services/s3/access.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketOwnershipControlsInput& input) {
  return {BucketNeed("s3:PutBucketOwnershipControls", input.bucket)};
}

Result<api_s3::PutBucketOwnershipControlsOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketOwnershipControlsInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  FIRN_OK(CheckOwnership(input.ownership_controls));
  const std::string owner = CanonicalId(bucket.account);
  FIRN_OK(ChangeSetting(s3, input.bucket, [&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const auto acl, state::Load<BucketAcl>(transaction, SettingKey(input.bucket, kAcl)));
    const bool shared = acl && !acl->grants.empty() &&
                        acl->grants != std::vector<objects::Grant>{{owner, "FULL_CONTROL"}};
    if (shared &&
        input.ownership_controls.rules.front().object_ownership == "BucketOwnerEnforced") {
      return S3Error(
          Kind::kInvalid, "InvalidBucketAclWithObjectOwnership", 400,
          "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    }
    state::Save(transaction, SettingKey(input.bucket, kOwnership), input.ownership_controls);
    return {};
  }));
  return api_s3::PutBucketOwnershipControlsOutput{};
}

}  // namespace firn::services::s3
