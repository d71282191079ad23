// GetBucketAccelerateConfiguration: whether transfer acceleration is on; nothing until it was ever
// set.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketAccelerateConfigurationInput& input) {
  return {BucketNeed("s3:GetAccelerateConfiguration", input.bucket)};
}

Result<api_s3::GetBucketAccelerateConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketAccelerateConfigurationInput& input) {
  FIRN_TRY(const auto document,
           GetSettingIfAny<api_s3::AccelerateConfiguration>(s3, input, kAccelerate));
  api_s3::GetBucketAccelerateConfigurationOutput output;
  if (document) output.status = document->status;
  return output;
}

}  // namespace firn::services::s3
