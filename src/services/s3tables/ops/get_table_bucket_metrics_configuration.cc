// GetTableBucketMetricsConfiguration: the metrics configuration of a table bucket; 404 while there
// is none.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableBucketMetricsConfigurationInput& input) {
  return {BucketNeed("s3tables:GetTableBucketMetricsConfiguration", input.table_bucket_arn)};
}

Result<api_tables::GetTableBucketMetricsConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableBucketMetricsConfigurationInput& input) {
  FIRN_TRY(const auto found,
           BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn));
  if (!found.settings.metrics_id) {
    return api_tables::NotFoundException(
        "The specified bucket does not have a metrics configuration.");
  }
  return api_tables::GetTableBucketMetricsConfigurationOutput{found.place.arn,
                                                              found.settings.metrics_id};
}

}  // namespace firn::services::s3tables
