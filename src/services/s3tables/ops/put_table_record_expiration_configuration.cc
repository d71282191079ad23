// PutTableRecordExpirationConfiguration: refused: records expire in tables of AWS's services only,
// and this lake has none of those.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::PutTableRecordExpirationConfigurationInput& input) {
  return {BucketNeed("s3tables:PutTableRecordExpirationConfiguration", input.table_arn)};
}

Result<api_tables::PutTableRecordExpirationConfigurationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::PutTableRecordExpirationConfigurationInput& input) {
  FIRN_OK(TableOf(s3tables, call, s3tables.store.Read(), input));
  return api_tables::MethodNotAllowedException(
      "Record expiration is not available for tables that you created.");
}

}  // namespace firn::services::s3tables
