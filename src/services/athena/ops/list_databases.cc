// ListDatabases: the databases of a catalog, as Glue shows them to the caller.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::ListDatabasesInput& input) {
  return {{"athena:ListDatabases", DataCatalogArn(call, input.catalog_name), {}, {}}};
}

Result<api_athena::ListDatabasesOutput> Handle(Athena& athena, const api::Call& call,
                                               const api_athena::ListDatabasesInput& input) {
  constexpr int32_t kLimit = 50;
  api::glue::GetDatabasesInput asked;
  FIRN_TRY(asked.catalog_id, GlueCatalogOf(athena.with.store.Read(), call, input.catalog_name));
  asked.next_token = input.next_token;
  asked.max_results = input.max_results.value_or(kLimit);
  auto page = athena.with.glue.GetDatabases(call, asked);
  if (!page) return MetadataFailure(std::move(page).error(), "Catalog " + input.catalog_name);
  api_athena::ListDatabasesOutput output;
  auto& shown = output.database_list.emplace();
  for (const auto& database : page->database_list) shown.push_back(DatabaseOf(database));
  output.next_token = std::move(page->next_token);
  return output;
}

}  // namespace firn::services::athena
