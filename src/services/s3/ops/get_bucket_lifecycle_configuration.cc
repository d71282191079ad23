// GetBucketLifecycleConfiguration: the lifecycle rules of a bucket.

#include "services/s3/lifecycle.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketLifecycleConfigurationInput& input) {
  return {BucketNeed("s3:GetLifecycleConfiguration", input.bucket)};
}

Result<api_s3::GetBucketLifecycleConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketLifecycleConfigurationInput& input) {
  FIRN_TRY(auto document, GetSetting<KeptLifecycle>(s3, input, kLifecycle));
  api_s3::GetBucketLifecycleConfigurationOutput output;
  output.rules = std::move(document.configuration.rules);
  output.transition_default_minimum_object_size = std::move(document.minimum_size);
  return output;
}

}  // namespace firn::services::s3
