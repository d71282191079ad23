// DeleteBucketWebsite: removes the website configuration of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::DeleteBucketWebsiteInput& input) {
  return {BucketNeed("s3:DeleteBucketWebsite", input.bucket)};
}

Result<api_s3::DeleteBucketWebsiteOutput> Handle(S3& s3, const api::Call&,
                                                 const api_s3::DeleteBucketWebsiteInput& input) {
  FIRN_OK(DeleteSetting(s3, input, kWebsite));
  return api_s3::DeleteBucketWebsiteOutput{};
}

}  // namespace firn::services::s3
