// GetTableMetadataLocation: where a table's current metadata file is.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTableMetadataLocationInput& input) {
  return {TableNeed(s3tables, call, "s3tables:GetTableMetadataLocation", input.table_bucket_arn,
                    input.namespace_, input.name)};
}

Result<api_tables::GetTableMetadataLocationOutput> Handle(
    S3Tables& s3tables, const api::Call& call,
    const api_tables::GetTableMetadataLocationInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_TRY(const auto table,
           s3tables.FindTable(s3tables.store.Read(), place, input.namespace_, input.name));
  api_tables::GetTableMetadataLocationOutput output;
  output.version_token = table.version_token;
  if (!table.metadata_location.empty()) output.metadata_location = table.metadata_location;
  output.warehouse_location = table.warehouse_location();
  return output;
}

}  // namespace firn::services::s3tables
