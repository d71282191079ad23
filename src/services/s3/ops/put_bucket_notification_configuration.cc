// PutBucketNotificationConfiguration: says who would be told of changes.
// Differs from AWS: destinations are not looked at and nobody is told of changes

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketNotificationConfigurationInput& input) {
  return {BucketNeed("s3:PutBucketNotification", input.bucket)};
}

Result<api_s3::PutBucketNotificationConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketNotificationConfigurationInput& input) {
  FIRN_TRY(const auto bucket,
           OpenBucket(s3, input.bucket, input.expected_bucket_owner, Scope::kBucket));
  api_s3::NotificationConfiguration document = input.notification_configuration;
  FIRN_OK(CheckNotification(bucket, document));
  FIRN_OK(PutSetting(s3, input, kNotification, document));
  return api_s3::PutBucketNotificationConfigurationOutput{};
}

}  // namespace firn::services::s3
