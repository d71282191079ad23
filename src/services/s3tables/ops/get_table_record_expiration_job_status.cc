// GetTableRecordExpirationJobStatus: when records of a table last expired; those of customers'
// tables never do.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableRecordExpirationJobStatusInput& input) {
  return {BucketNeed("s3tables:GetTableRecordExpirationJobStatus", input.table_arn)};
}

Result<api_tables::GetTableRecordExpirationJobStatusOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableRecordExpirationJobStatusInput& input) {
  FIRN_OK(TableOf(s3tables, call, s3tables.store.Read(), input));
  api_tables::GetTableRecordExpirationJobStatusOutput output;
  output.status = api_tables::TableRecordExpirationJobStatus::kDisabled;
  return output;
}

}  // namespace firn::services::s3tables
