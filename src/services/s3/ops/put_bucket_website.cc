// PutBucketWebsite: says how the bucket would be served as a website.
// Differs from AWS: the document is kept and told; there is no website endpoint

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/rules.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::PutBucketWebsiteInput& input) {
  return {BucketNeed("s3:PutBucketWebsite", input.bucket)};
}

Result<api_s3::PutBucketWebsiteOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::PutBucketWebsiteInput& input) {
  FIRN_OK(CheckWebsite(input.website_configuration));
  FIRN_OK(PutSetting(s3, input, kWebsite, input.website_configuration));
  return api_s3::PutBucketWebsiteOutput{};
}

}  // namespace firn::services::s3
