// DeleteTableBucketMetricsConfiguration: turns off request metrics of a table bucket.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::DeleteTableBucketMetricsConfigurationInput& input) {
  return {BucketNeed("s3tables:DeleteTableBucketMetricsConfiguration", input.table_bucket_arn)};
}

Result<api_tables::DeleteTableBucketMetricsConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::DeleteTableBucketMetricsConfigurationInput& input) {
  FIRN_OK(ChangeBucket(s3tables, call, input.table_bucket_arn, Reach::kAnyAccount,
                       [&](FoundBucket& found) -> Result<void> {
                         if (!found.settings.metrics_id) {
                           return api_tables::NotFoundException(
                               "The specified bucket does not have a metrics configuration.");
                         }
                         found.settings.metrics_id.reset();
                         return {};
                       }));
  return api_tables::DeleteTableBucketMetricsConfigurationOutput{};
}

}  // namespace firn::services::s3tables
