// GetBucketNotificationConfiguration: who would be told of changes; nobody by default.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketNotificationConfigurationInput& input) {
  return {BucketNeed("s3:GetBucketNotification", input.bucket)};
}

Result<api_s3::GetBucketNotificationConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketNotificationConfigurationInput& input) {
  FIRN_TRY(auto document,
           GetSettingIfAny<api_s3::NotificationConfiguration>(s3, input, kNotification));
  return document.value_or(api_s3::NotificationConfiguration());
}

}  // namespace firn::services::s3
