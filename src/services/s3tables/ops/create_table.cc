// CreateTable: makes a table; with metadata it can be written at once.
// Differs from AWS: encryption and storage class are kept and answered, but objects lie on disk as
// they are.

#include "services/s3tables/ops.h"
#include "services/s3tables/s3tables.h"
#include "services/s3tables/schema.h"
#include "services/s3tables/storage.h"
#include "services/s3tables/tags.h"

namespace firn::services::s3tables {

namespace api_tables = api::s3tables;

authz::Needs NeedsFor(const S3Tables&, const api::Call&,
                      const api_tables::CreateTableInput& input) {
  authz::Needs needs{BucketNeed("s3tables:CreateTable", input.table_bucket_arn)};
  needs[0].context["s3tables:namespace"] = {input.namespace_};
  needs[0].context["s3tables:tableName"] = {input.name};
  const std::string tables = input.table_bucket_arn + std::string(kTableMark) + "*";
  if (input.metadata) {
    needs.push_back(BucketNeed("s3tables:PutTableData", tables));
    needs.back().context = needs[0].context;
  }
  AddStorageNeeds(needs, tables, "s3tables:PutTableEncryption", input.encryption_configuration,
                  "s3tables:PutTableStorageClass", input.storage_class_configuration);
  AddTagNeed(needs, tables, input.tags);
  return needs;
}

Result<api_tables::CreateTableOutput> Handle(S3Tables& s3tables, const api::Call& call,
                                             const api_tables::CreateTableInput& input) {
  FIRN_TRY(const Place place, PlaceOf(call, input.table_bucket_arn));
  FIRN_OK(CheckTableName(input.name));
  if (input.encryption_configuration)
    FIRN_OK(CheckEncryption(*input.encryption_configuration, place.region));
  const Tags tags = input.tags.value_or(Tags{});
  FIRN_OK(CheckTags(tags));
  FIRN_TRY(const auto bucket,
           BucketOf(s3tables, call, s3tables.store.Read(), input.table_bucket_arn));
  TableSettings settings;
  settings.encryption = EncryptionFor(input.encryption_configuration, bucket.settings);
  settings.storage = StorageFor(input.storage_class_configuration, bucket.settings);
  std::optional<iceberg::NewTable> schema;
  if (input.metadata && input.metadata->iceberg) {
    FIRN_TRY(schema, NewTableOf(*input.metadata->iceberg));
  }
  FIRN_TRY(const auto table, s3tables.MakeTable(call, place, input.namespace_, input.name,
                                                std::move(schema), tags, settings));
  api_tables::CreateTableOutput output;
  output.table_arn = table.arn;
  output.version_token = table.version_token;
  return output;
}

}  // namespace firn::services::s3tables
