// CreateTable: makes a table, a resource link to one, or in a federated catalog an Iceberg table.
// Differs from AWS: OpenTableFormatInput and partition indexes are refused.

#include "services/glue/table_input.h"
#include "services/glue/tags.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call, const api_glue::CreateTableInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:CreateTable", input.database_name, "", "CREATE_TABLE");
}

Result<api_glue::CreateTableOutput> Handle(Glue& glue, const api::Call& call, const api_glue::CreateTableInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  if (input.open_table_format_input) {
    return api_glue::OperationNotSupportedException("OpenTableFormatInput is not implemented: give StorageDescriptor.Columns");
  }
  if (input.partition_indexes && !input.partition_indexes->empty()) {
    return api_glue::OperationNotSupportedException("PartitionIndexes are not implemented");
  }
  if (!input.table_input) return api_glue::InvalidInputException("TableInput is required");
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  if (input.table_input->target_table && located.through_link) {
    return api_glue::InvalidInputException("A table link cannot be made in a database that is a link");
  }
  FIRN_OK(glue.FindDatabase(call, located.catalog, located.database));
  if (located.catalog.kind != CatalogRef::Kind::kDefault) {
    FIRN_TRY(const auto request, FederatedTableOf(TableBucketArn(call, located.catalog), located.database,
                                                  *input.table_input));
    auto made = glue.tables.CreateTable(glue.AsOwner(call, located.catalog), request);
    if (!made && made.error().kind == Kind::kConflict) return api_glue::AlreadyExistsException("Table already exists.");
    if (!made) return FromFederation(std::move(made).error(), "Database " + located.database + " not found.");
    return api_glue::CreateTableOutput{};
  }
  TableRecord record;
  FillTable(*input.table_input, record.table);
  record.table.name = Lowercase(input.table_input->name);
  record.table.database_name = located.database;
  record.table.catalog_id = located.catalog.account.text();
  record.table.create_time = record.table.update_time = call.now;
  record.table.created_by = call.principal.arn;
  record.table.is_registered_with_lake_formation = false;
  record.table.version_id = std::to_string(record.version);
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = TableKey(call, located.catalog, located.database, record.table.name);
    if (transaction.Has(key)) return api_glue::AlreadyExistsException("Table already exists.");
    state::Save(transaction, key, record);
    return {};
  }));
  return api_glue::CreateTableOutput{};
}

}  // namespace firn::services::glue
