// GetObjectLockConfiguration: whether versions can be locked, and the default retention.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetObjectLockConfigurationInput& input) {
  return {BucketNeed("s3:GetBucketObjectLockConfiguration", input.bucket)};
}

Result<api_s3::GetObjectLockConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetObjectLockConfigurationInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (!bucket.object_lock) return MissingSetting(kObjectLock, input.bucket);
  FIRN_TRY(auto document,
           FindSetting<api_s3::ObjectLockConfiguration>(s3, input.bucket, kObjectLock));
  if (!document) document.emplace().object_lock_enabled = "Enabled";
  api_s3::GetObjectLockConfigurationOutput output;
  output.object_lock_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
