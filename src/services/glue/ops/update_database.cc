// UpdateDatabase: replaces the description, location, parameters and default permissions of a database.
// Differs from AWS: through a link nothing is changed in a federated catalog, which has no such properties.

#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call, const api_glue::UpdateDatabaseInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:UpdateDatabase", input.name, "", "ALTER");
}

Result<api_glue::UpdateDatabaseOutput> Handle(Glue& glue, const api::Call& call, const api_glue::UpdateDatabaseInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.name));
  if (located.catalog.kind != CatalogRef::Kind::kDefault) {
    return api_glue::OperationNotSupportedException("Databases of a federated catalog cannot be updated");
  }
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DatabaseKey(call, located.catalog, located.database);
    FIRN_TRY(auto record, state::Load<DatabaseRecord>(transaction, key));
    if (!record) return api_glue::EntityNotFoundException("Database " + located.database + " not found.");
    record->database.description = input.database_input.description;
    record->database.location_uri = input.database_input.location_uri;
    record->database.parameters = input.database_input.parameters;
    record->database.create_table_default_permissions = input.database_input.create_table_default_permissions;
    state::Save(transaction, key, *record);
    return {};
  }));
  return api_glue::UpdateDatabaseOutput{};
}

}  // namespace firn::services::glue
