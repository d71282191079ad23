// DeletePublicAccessBlock: stops blocking public access to a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::DeletePublicAccessBlockInput& input) {
  return {BucketNeed("s3:PutBucketPublicAccessBlock", input.bucket)};
}

Result<api_s3::DeletePublicAccessBlockOutput> Handle(
    S3& s3, const api::Call&, const api_s3::DeletePublicAccessBlockInput& input) {
  FIRN_OK(PutSetting(s3, input, kPublicAccess, api_s3::PublicAccessBlockConfiguration{}));
  return api_s3::DeletePublicAccessBlockOutput{};
}

}  // namespace firn::services::s3
