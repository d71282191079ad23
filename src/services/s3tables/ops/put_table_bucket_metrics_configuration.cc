// PutTableBucketMetricsConfiguration: turns on request metrics of a table bucket.
// Differs from AWS: the configuration is kept and answered; no request metrics are published.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableBucketMetricsConfigurationInput& input) {
  return {BucketNeed("s3tables:PutTableBucketMetricsConfiguration", input.table_bucket_arn)};
}

Result<api_tables::PutTableBucketMetricsConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::PutTableBucketMetricsConfigurationInput& input) {
  const std::string id = s3tables.random.Uuid();
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kAnyAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         if (!found.settings.metrics_id) found.settings.metrics_id = id;
                         return {};
                       }));
  return api_tables::PutTableBucketMetricsConfigurationOutput{};
}

}  // namespace firn::services::s3tables
