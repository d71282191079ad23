// CreateTable: makes a table, a resource link to one, an Iceberg table with its first metadata
// file, or in a federated catalog a table of S3 Tables. Differs from AWS: views of several dialects
// are refused.

#include "services/glue/glue.h"
#include "services/glue/iceberg_tables.h"
#include "services/glue/ops.h"
#include "services/glue/partitions.h"
#include "services/glue/table_input.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

std::string NameOf(const api_glue::CreateTableInput& input) {
  return input.table_input ? input.table_input->name : input.name.value_or("");
}

Result<void> Check(const api_glue::CreateTableInput& input) {
  if (NameOf(input).empty()) return api_glue::InvalidInputException("TableInput is required");
  if (input.name && input.table_input && *input.name != input.table_input->name) {
    return api_glue::InvalidInputException("Name and TableInput.Name must be the same");
  }
  const auto& format = input.open_table_format_input;
  if (!input.table_input && !format)
    return api_glue::InvalidInputException("TableInput is required");
  if (format && !format->iceberg_input)
    return api_glue::InvalidInputException("IcebergInput is required");
  if (input.table_input && input.table_input->target_table && format) {
    return api_glue::InvalidInputException("A resource link has no table format");
  }
  if (!input.table_input && !format->iceberg_input->create_iceberg_table_input) {
    return api_glue::InvalidInputException(
        "CreateIcebergTableInput is required without TableInput");
  }
  if (input.transaction_id)
    return api_glue::InvalidInputException("Transactions on governed tables are not supported");
  return {};
}

Result<api_glue::CreateTableOutput> CreateFederated(Glue& glue, const api::Call& call,
                                                    const Glue::Located& located,
                                                    const api_glue::CreateTableInput& input) {
  api_glue::TableInput definition = input.table_input.value_or(api_glue::TableInput{});
  definition.name = NameOf(input);
  FIRN_TRY(auto request,
           FederatedTableOf(TableBucketArn(call, located.catalog), located.database, definition));
  if (input.open_table_format_input) {
    const api_glue::IcebergInput& iceberg = *input.open_table_format_input->iceberg_input;
    if (iceberg.create_iceberg_table_input) {
      FIRN_TRY(request.metadata.emplace().iceberg,
               FederatedMetadataOf(*iceberg.create_iceberg_table_input));
    }
    if (iceberg.version && request.metadata) {
      auto& properties = request.metadata->iceberg->properties;
      if (!properties) properties.emplace();
      (*properties)["format-version"] = *iceberg.version;
    }
  }
  auto made = glue.tables.CreateTable(glue.AsOwner(call, located.catalog), request);
  if (made) {
    FIRN_OK(
        glue.TellCreated(call, LakeResourceOf(located.catalog, located.database, definition.name)));
    return api_glue::CreateTableOutput{};
  }
  if (made.error().kind == Kind::kConflict)
    return api_glue::AlreadyExistsException("Table already exists.");
  return FromFederation(std::move(made).error(), "Database " + located.database + " not found.");
}

Result<TableRecord> RecordOf(const api::Call& call, const Glue::Located& located,
                             const api_glue::CreateTableInput& input) {
  TableRecord record;
  record.table = BlankTable(call, located, NameOf(input));
  if (input.table_input) FIRN_OK(FillTable(*input.table_input, record.table));
  if (input.partition_indexes) {
    for (const auto& wanted : *input.partition_indexes) {
      FIRN_TRY(auto index, NewIndex(record, wanted));
      record.indexes.push_back(std::move(index));
    }
  }
  return record;
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::CreateTableInput& input) {
  constexpr const char* kAction = "glue:CreateTable";
  authz::Needs needs =
      NeedsAlong(glue, call, input.catalog_id, kAction, input.database_name, "", "CREATE_TABLE");
  const auto ref = glue.Resolve(call, input.catalog_id);
  const bool placed = input.table_input && input.table_input->storage_descriptor;
  if (!ref || !placed) return needs;
  const auto database = glue.FindDatabase(call, *ref, input.database_name);
  for (auto& need :
       PlaceNeeds(call, input.catalog_id, kAction, input.table_input->storage_descriptor->location,
                  database ? database->location_uri : std::nullopt)) {
    needs.push_back(std::move(need));
  }
  return needs;
}

Result<api_glue::CreateTableOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::CreateTableInput& input) {
  FIRN_OK(Check(input));
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  if (input.table_input && input.table_input->target_table && located.through_link) {
    return api_glue::InvalidInputException(
        "A table link cannot be made in a database that is a link");
  }
  FIRN_OK(glue.FindDatabase(call, located.catalog, located.database));
  if (located.catalog.kind != CatalogRef::Kind::kDefault)
    return CreateFederated(glue, call, located, input);
  FIRN_TRY(TableRecord record, RecordOf(call, located, input));
  if (input.open_table_format_input) {
    const auto* table_input = input.table_input ? &*input.table_input : nullptr;
    FIRN_TRY(auto wanted, NewTableOf(*input.open_table_format_input->iceberg_input, table_input));
    FIRN_OK(CreateIceberg(glue, call, located, record.table, std::move(wanted)));
    FIRN_OK(glue.TellCreated(call,
                             LakeResourceOf(located.catalog, located.database, record.table.name)));
    return api_glue::CreateTableOutput{};
  }
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string database = Lowercase(located.database);
    if (!transaction.Has(DatabaseKey(call, located.catalog, database))) return NoDatabase(database);
    const std::string key = TableKey(call, located.catalog, database, record.table.name);
    if (transaction.Has(key)) return api_glue::AlreadyExistsException("Table already exists.");
    state::Save(transaction, key, record);
    return {};
  }));
  FIRN_OK(
      glue.TellCreated(call, LakeResourceOf(located.catalog, located.database, record.table.name)));
  return api_glue::CreateTableOutput{};
}

}  // namespace firn::services::glue
