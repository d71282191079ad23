// ListTableMetadata: the tables of a database with their columns, as Glue shows them to the caller.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::ListTableMetadataInput& input) {
  return {{"athena:ListTableMetadata", DataCatalogArn(call, input.catalog_name), {}, {}}};
}

Result<api_athena::ListTableMetadataOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::ListTableMetadataInput& input) {
  constexpr int32_t kLimit = 50;
  api::glue::GetTablesInput asked;
  FIRN_TRY(asked.catalog_id, GlueCatalogOf(athena.with.store.Read(), call, input.catalog_name));
  asked.database_name = LowerName(input.database_name);
  if (input.expression && !input.expression->empty()) asked.expression = input.expression;
  asked.next_token = input.next_token;
  asked.max_results = input.max_results.value_or(kLimit);
  auto page = athena.with.glue.GetTables(call, asked);
  if (!page) return MetadataFailure(std::move(page).error(), "Database " + input.database_name);
  api_athena::ListTableMetadataOutput output;
  auto& shown = output.table_metadata_list.emplace();
  for (const auto& table : page->table_list.value_or(std::vector<api::glue::Table>{})) {
    shown.push_back(TableMetadataOf(table));
  }
  output.next_token = std::move(page->next_token);
  return output;
}

}  // namespace firn::services::athena
