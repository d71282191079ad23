// ListBucketAnalyticsConfigurations: the storage class analysis configurations of a bucket, page by
// page.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::ListBucketAnalyticsConfigurationsInput& input) {
  return {BucketNeed("s3:GetAnalyticsConfiguration", input.bucket)};
}

Result<api_s3::ListBucketAnalyticsConfigurationsOutput> Handle(
    S3& s3, const api::Call&, const api_s3::ListBucketAnalyticsConfigurationsInput& input) {
  api_s3::ListBucketAnalyticsConfigurationsOutput output;
  FIRN_TRY(auto documents,
           ListNumbered<api_s3::AnalyticsConfiguration>(s3, input, kAnalytics, output));
  if (!documents.empty()) output.analytics_configuration_list = std::move(documents);
  return output;
}

}  // namespace firn::services::s3
