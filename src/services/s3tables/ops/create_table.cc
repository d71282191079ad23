// CreateTable: makes a table; with metadata it can be written at once.
// Differs from AWS: encryption with KMS keys and storage classes other than STANDARD are refused.

#include "services/s3tables/schema.h"
#include "services/s3tables/storage.h"
#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&, const api_tables::CreateTableInput& input) {
  authz::Needs needs{BucketNeed("s3tables:CreateTable", input.table_bucket_arn)};
  needs[0].context["s3tables:namespace"] = {input.namespace_};
  needs[0].context["s3tables:tableName"] = {input.name};
  if (input.metadata) needs.push_back(BucketNeed("s3tables:PutTableData", input.table_bucket_arn + "/table/*"));
  if (input.tags && !input.tags->empty()) {
    needs.push_back(BucketNeed("s3tables:TagResource", input.table_bucket_arn + "/table/*"));
  }
  return needs;
}

Result<api_tables::CreateTableOutput> Handle(S3Tables& s3tables, const api::Call& call,
    const api_tables::CreateTableInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(CheckTableName(input.name));
  FIRN_OK(CheckStorage(input.encryption_configuration, input.storage_class_configuration));
  std::optional<iceberg::NewTable> schema;
  if (input.metadata && input.metadata->iceberg) {
    FIRN_TRY(schema, NewTableOf(*input.metadata->iceberg));
  }
  FIRN_TRY(const auto table, s3tables.MakeTable(call, place, input.namespace_, input.name, std::move(schema),
                                                input.tags.value_or(std::map<std::string, std::string>{})));
  api_tables::CreateTableOutput output;
  output.table_arn = table.arn;
  output.version_token = table.version_token;
  return output;
}

}  // namespace firn::services::s3tables
