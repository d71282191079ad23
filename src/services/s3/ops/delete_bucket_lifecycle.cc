// DeleteBucketLifecycle: removes the lifecycle rules of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::DeleteBucketLifecycleInput& input) {
  return {BucketNeed("s3:PutLifecycleConfiguration", input.bucket)};
}

Result<api_s3::DeleteBucketLifecycleOutput> Handle(
    S3& s3, const api::Call&, const api_s3::DeleteBucketLifecycleInput& input) {
  FIRN_OK(DeleteSetting(s3, input, kLifecycle));
  return api_s3::DeleteBucketLifecycleOutput{};
}

}  // namespace firn::services::s3
