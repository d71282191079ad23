// UpdateDatabase: replaces the description, location, parameters and default permissions of a
// database; through a link, of its target.

#include "services/glue/database_input.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue& glue, const api::Call& call,
                      const api_glue::UpdateDatabaseInput& input) {
  return NeedsAlong(glue, call, input.catalog_id, "glue:UpdateDatabase", input.name, "", "ALTER");
}

Result<api_glue::UpdateDatabaseOutput> Handle(Glue& glue, const api::Call& call,
                                              const api_glue::UpdateDatabaseInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  FIRN_TRY(const auto located, glue.Locate(call, ref, input.name));
  if (located.catalog.kind != CatalogRef::Kind::kDefault) {
    return api_glue::OperationNotSupportedException(
        "Databases of a federated catalog cannot be updated");
  }
  FIRN_OK(CheckDatabaseInput(input.database_input));
  const std::string given = Lowercase(input.database_input.name),
                    database = Lowercase(located.database);
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DatabaseKey(call, located.catalog, database);
    FIRN_TRY(auto record, state::Load<DatabaseRecord>(transaction, key));
    if (!record) return NoDatabase(located.database);
    if (given != database && given != Lowercase(input.name)) {
      return api_glue::InvalidInputException("A database cannot be renamed");
    }
    Fill(input.database_input, record->database);
    state::Save(transaction, key, *record);
    return {};
  }));
  return api_glue::UpdateDatabaseOutput{};
}

}  // namespace firn::services::glue
