// GetTableMetadata: a table with its columns, as Glue shows it to the caller.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::GetTableMetadataInput& input) {
  return {{"athena:GetTableMetadata", DataCatalogArn(call, input.catalog_name), {}, {}}};
}

Result<api_athena::GetTableMetadataOutput> Handle(Athena& athena, const api::Call& call,
                                                  const api_athena::GetTableMetadataInput& input) {
  api::glue::GetTableInput asked;
  FIRN_TRY(asked.catalog_id, GlueCatalogOf(athena.with.store.Read(), call, input.catalog_name));
  asked.database_name = LowerName(input.database_name);
  asked.name = LowerName(input.table_name);
  auto found = athena.with.glue.GetTable(call, asked);
  if (!found) return MetadataFailure(std::move(found).error(), "Table " + input.table_name);
  api_athena::GetTableMetadataOutput output;
  if (found->table) output.table_metadata = TableMetadataOf(*found->table);
  return output;
}

}  // namespace firn::services::athena
