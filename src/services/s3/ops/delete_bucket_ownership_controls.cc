// DeleteBucketOwnershipControls: leaves new objects to their writers.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::DeleteBucketOwnershipControlsInput& input) {
  return {BucketNeed("s3:PutBucketOwnershipControls", input.bucket)};
}

Result<api_s3::DeleteBucketOwnershipControlsOutput> Handle(
    S3& s3, const api::Call&, const api_s3::DeleteBucketOwnershipControlsInput& input) {
  FIRN_OK(PutSetting(s3, input, kOwnership, api_s3::OwnershipControls{}));
  return api_s3::DeleteBucketOwnershipControlsOutput{};
}

}  // namespace firn::services::s3
