// UpdateTable: replaces a table's definition; for Iceberg tables the commit of engines that work through the catalog:
// compare-and-swap on VersionId.
// Differs from AWS: earlier versions are not archived.

#include "services/glue/table_input.h"
#include "services/glue/tags.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

// Moves a table of S3 Tables to the metadata file that the new parameters name.
Result<api_glue::UpdateTableOutput> CommitFederated(Glue& glue, const api::Call& call, const Glue::Located& located,
                                                    const api_glue::UpdateTableInput& input) {
  const auto& parameters = input.table_input->parameters;
  const auto location = parameters ? parameters->find("metadata_location") : std::map<std::string, std::string>::const_iterator();
  if (!parameters || location == parameters->end()) {
    return api_glue::InvalidInputException("Parameters must hold metadata_location");
  }
  FIRN_TRY(const auto current, glue.FindTable(call, located.catalog, located.database, input.table_input->name));
  api::s3tables::UpdateTableMetadataLocationInput move;
  move.table_bucket_arn = TableBucketArn(call, located.catalog);
  move.namespace_ = located.database;
  move.name = input.table_input->name;
  move.version_token = input.version_id.value_or(current.version_id.value_or(""));
  move.metadata_location = location->second;
  auto moved = glue.tables.UpdateTableMetadataLocation(glue.AsOwner(call, located.catalog), move);
  if (!moved && moved.error().kind == Kind::kConflict) {
    return api_glue::ConcurrentModificationException("Update table failed due to concurrent modifications.");
  }
  if (!moved) return FromFederation(std::move(moved).error(), "Entity Not Found");
  return api_glue::UpdateTableOutput{};
}

}  // namespace

authz::Needs NeedsFor(const Glue& glue, const api::Call& call, const api_glue::UpdateTableInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:UpdateTable", input.database_name,
                    input.table_input ? input.table_input->name : input.name.value_or(""), "ALTER");
}

Result<api_glue::UpdateTableOutput> Handle(Glue& glue, const api::Call& call, const api_glue::UpdateTableInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  if (!input.table_input) return api_glue::InvalidInputException("TableInput is required");
  const std::string& name = input.table_input->name;
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.database_name));
  if (located.catalog.kind != CatalogRef::Kind::kDefault) return CommitFederated(glue, call, located, input);
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = TableKey(call, located.catalog, located.database, Lowercase(name));
    FIRN_TRY(auto record, state::Load<TableRecord>(transaction, key));
    if (!record) return api_glue::EntityNotFoundException("Entity Not Found");
    if (input.version_id && *input.version_id != record->table.version_id.value_or("")) {
      return api_glue::ConcurrentModificationException("Update table failed due to concurrent modifications.");
    }
    FillTable(*input.table_input, record->table);
    record->table.update_time = call.now;
    record->table.version_id = std::to_string(++record->version);
    state::Save(transaction, key, *record);
    return {};
  }));
  return api_glue::UpdateTableOutput{};
}

}  // namespace firn::services::glue
