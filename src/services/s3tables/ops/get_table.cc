// GetTable: describes a table, found by its names or its ARN.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/settings.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

namespace {

Result<TableRecord> Find(const S3Tables& s3tables, const api::Call& call,
                         const state::Reader& reader, const api_tables::GetTableInput& input) {
  if (input.table_arn) {
    if (input.table_bucket_arn || input.namespace_ || input.name) {
      return api_tables::BadRequestException(
          "Specify either the table ARN, or the table bucket ARN, namespace and name.");
    }
    FIRN_TRY(auto found, TableByArn(s3tables, call, reader, *input.table_arn));
    return std::move(found.record);
  }
  if (!input.table_bucket_arn || !input.namespace_ || !input.name) {
    return api_tables::BadRequestException(
        "Specify either the table ARN, or the table bucket ARN, namespace and name.");
  }
  FIRN_TRY(const Place place, PlaceOf(call, *input.table_bucket_arn));
  return s3tables.FindTable(reader, place, *input.namespace_, *input.name);
}

}  // namespace

authz::Needs NeedsFor(const S3Tables& s3tables, const api::Call& call,
                      const api_tables::GetTableInput& input) {
  if (input.table_arn) return {BucketNeed("s3tables:GetTable", *input.table_arn)};
  return {TableNeed(s3tables, call, "s3tables:GetTable", input.table_bucket_arn.value_or(""),
                    input.namespace_.value_or(""), input.name.value_or(""))};
}

Result<api_tables::GetTableOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                          const api_tables::GetTableInput& input) {
  const state::Snapshot snapshot = s3tables.store.Read();
  FIRN_TRY(const TableRecord table, Find(s3tables, call, snapshot, input));
  api_tables::GetTableOutput output;
  output.name = table.name;
  output.type = api_tables::TableType::kCustomer;
  output.table_arn = table.arn;
  output.namespace_ = {table.namespace_name};
  output.namespace_id = table.namespace_id;
  output.version_token = table.version_token;
  if (!table.metadata_location.empty()) output.metadata_location = table.metadata_location;
  output.warehouse_location = table.warehouse_location();
  output.created_at = table.created;
  output.created_by = table.created_by;
  output.modified_at = table.modified;
  output.modified_by = table.modified_by;
  FIRN_TRY(const Arn arn, Arn::Parse(table.arn));
  output.owner_account_id = arn.account;
  output.format = "ICEBERG";
  output.table_bucket_id = table.bucket_id;
  return output;
}

}  // namespace firn::services::s3tables
