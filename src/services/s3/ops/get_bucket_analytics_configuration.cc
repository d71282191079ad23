// GetBucketAnalyticsConfiguration: one storage class analysis configuration of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketAnalyticsConfigurationInput& input) {
  return {BucketNeed("s3:GetAnalyticsConfiguration", input.bucket)};
}

Result<api_s3::GetBucketAnalyticsConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketAnalyticsConfigurationInput& input) {
  FIRN_TRY(auto document, GetNumbered<api_s3::AnalyticsConfiguration>(s3, input, kAnalytics));
  api_s3::GetBucketAnalyticsConfigurationOutput output;
  output.analytics_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
