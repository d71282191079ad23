// GetBucketMetricsConfiguration: one metrics configuration of a bucket.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::GetBucketMetricsConfigurationInput& input) {
  return {BucketNeed("s3:GetMetricsConfiguration", input.bucket)};
}

Result<api_s3::GetBucketMetricsConfigurationOutput> Handle(
    S3& s3, const api::Call&, const api_s3::GetBucketMetricsConfigurationInput& input) {
  FIRN_TRY(auto document, GetNumbered<api_s3::MetricsConfiguration>(s3, input, kMetrics));
  api_s3::GetBucketMetricsConfigurationOutput output;
  output.metrics_configuration = std::move(document);
  return output;
}

}  // namespace firn::services::s3
