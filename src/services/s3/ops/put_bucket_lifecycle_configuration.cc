// PutBucketLifecycleConfiguration: replaces the lifecycle rules of a bucket.
// Differs from AWS: rules are kept and told; objects neither expire nor move

#include "services/s3/lifecycle.h"
#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::PutBucketLifecycleConfigurationInput& input) {
  return {BucketNeed("s3:PutLifecycleConfiguration", input.bucket)};
}

Result<api_s3::PutBucketLifecycleConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::PutBucketLifecycleConfigurationInput& input) {
  if (!input.lifecycle_configuration) return MalformedXml();
  KeptLifecycle document{
      *input.lifecycle_configuration,
      input.transition_default_minimum_object_size.value_or("all_storage_classes_128K")};
  FIRN_OK(CheckLifecycle(document.configuration));
  FIRN_OK(PutSetting(s3, input, kLifecycle, document));
  api_s3::PutBucketLifecycleConfigurationOutput output;
  output.transition_default_minimum_object_size = document.minimum_size;
  return output;
}

}  // namespace firn::services::s3
