// PutObjectLockConfiguration: lets versions be locked, and sets the default retention.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutObjectLockConfigurationInput& input) {
  return {BucketNeed("s3:PutBucketObjectLockConfiguration", input.bucket)};
}

Result<api_s3::PutObjectLockConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutObjectLockConfigurationInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  if (!input.object_lock_configuration) {
    return S3Error(Kind::kInvalid, "MissingRequestBodyError", 400, "Request Body is empty");
  }
  FIRN_OK(CheckObjectLock(*input.object_lock_configuration));
  FIRN_OK(s3.objects.UpdateBucket(input.bucket, [](objects::Bucket& kept) -> Result<void> {
    if (kept.versioning != objects::kVersioned) {
      return S3Error(
          Kind::kConflict, "InvalidBucketState", 409,
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    }
    kept.object_lock = true;
    return {};
  }));
  FIRN_OK(SaveSetting(s3, bucket.name, kObjectLock, *input.object_lock_configuration));
  return api_s3::PutObjectLockConfigurationOutput{};
}

}  // namespace firn::services::s3
