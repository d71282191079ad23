// GetTableRecordExpirationConfiguration: whether records of a table expire; those of customers'
// tables never do.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::GetTableRecordExpirationConfigurationInput& input) {
  return {BucketNeed("s3tables:GetTableRecordExpirationConfiguration", input.table_arn)};
}

Result<api_tables::GetTableRecordExpirationConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableRecordExpirationConfigurationInput& input) {
  FIRN_OK(TableOf(s3tables, call, s3tables.store.Read(), input));
  api_tables::GetTableRecordExpirationConfigurationOutput output;
  output.configuration.status = api_tables::TableRecordExpirationStatus::kDisabled;
  return output;
}

}  // namespace firn::services::s3tables
