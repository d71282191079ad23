// GetBucketWebsite: how the bucket would be served as a website.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&, const api_s3::GetBucketWebsiteInput& input) {
  return {BucketNeed("s3:GetBucketWebsite", input.bucket)};
}

Result<api_s3::GetBucketWebsiteOutput> Handle(S3& s3, const api::Call&,
                                              const api_s3::GetBucketWebsiteInput& input) {
  FIRN_TRY(auto document, GetSetting<api_s3::WebsiteConfiguration>(s3, input, kWebsite));
  api_s3::GetBucketWebsiteOutput output;
  output.redirect_all_requests_to = std::move(document.redirect_all_requests_to);
  output.index_document = std::move(document.index_document);
  output.error_document = std::move(document.error_document);
  output.routing_rules = std::move(document.routing_rules);
  return output;
}

}  // namespace firn::services::s3
