// GetDatabase: a database, as Glue shows it to the caller.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::GetDatabaseInput& input) {
  return {{"athena:GetDatabase", DataCatalogArn(call, input.catalog_name), {}, {}}};
}

Result<api_athena::GetDatabaseOutput> Handle(Athena& athena, const api::Call& call,
                                             const api_athena::GetDatabaseInput& input) {
  api::glue::GetDatabaseInput asked;
  FIRN_TRY(asked.catalog_id, GlueCatalogOf(athena.with.store.Read(), call, input.catalog_name));
  asked.name = LowerName(input.database_name);
  auto found = athena.with.glue.GetDatabase(call, asked);
  if (!found) return MetadataFailure(std::move(found).error(), "Database " + input.database_name);
  api_athena::GetDatabaseOutput output;
  if (found->database) output.database = DatabaseOf(*found->database);
  return output;
}

}  // namespace firn::services::athena
