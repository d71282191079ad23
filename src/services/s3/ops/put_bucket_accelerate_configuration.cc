// PutBucketAccelerateConfiguration: turns transfer acceleration on or off.
// Differs from AWS: the choice is kept and told, and makes nothing faster

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketAccelerateConfigurationInput& input) {
  return {BucketNeed("s3:PutAccelerateConfiguration", input.bucket)};
}

Result<api_s3::PutBucketAccelerateConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketAccelerateConfigurationInput& input) {
  if (!input.accelerate_configuration.status) return MalformedXml();
  if (input.bucket.find('.') != std::string::npos) {
    return InvalidRequest(
        "S3 Transfer Acceleration is not supported for buckets with periods (.) in their names");
  }
  FIRN_OK(PutSetting(s3, input, kAccelerate, input.accelerate_configuration));
  return api_s3::PutBucketAccelerateConfigurationOutput{};
}

}  // namespace firn::services::s3
