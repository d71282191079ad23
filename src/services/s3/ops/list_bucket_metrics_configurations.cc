// ListBucketMetricsConfigurations: the metrics configurations of a bucket, page by page.

#include "services/s3/needs.h"
#include "services/s3/ops.h"
#include "services/s3/settings.h"

namespace firn::services::s3 {

namespace api_s3 = api::s3;

authz::Needs NeedsFor(const S3&, const api::Call&,
                      const api_s3::ListBucketMetricsConfigurationsInput& input) {
  return {BucketNeed("s3:GetMetricsConfiguration", input.bucket)};
}

Result<api_s3::ListBucketMetricsConfigurationsOutput> Handle(
    S3& s3, const api::Call&, const api_s3::ListBucketMetricsConfigurationsInput& input) {
  api_s3::ListBucketMetricsConfigurationsOutput output;
  FIRN_TRY(auto documents, ListNumbered<api_s3::MetricsConfiguration>(s3, input, kMetrics, output));
  if (!documents.empty()) output.metrics_configuration_list = std::move(documents);
  return output;
}

}  // namespace firn::services::s3
