// CreateDataCatalog: registers a catalog of Glue under a name of its own.
// Differs from AWS: of the types, GLUE alone.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::CreateDataCatalogInput& input) {
  authz::Needs needs{{"athena:CreateDataCatalog", DataCatalogArn(call, input.name), {}, {}}};
  if (input.tags && !input.tags->empty())
    needs.push_back({"athena:TagResource", DataCatalogArn(call, input.name), {}, {}});
  return needs;
}

Result<api_athena::CreateDataCatalogOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::CreateDataCatalogInput& input) {
  DataCatalogRecord record;
  record.catalog.name = input.name;
  record.catalog.type = input.type;
  record.catalog.description = input.description;
  record.catalog.parameters = input.parameters;
  FIRN_OK(CheckDataCatalog(record.catalog));
  if (input.tags) FIRN_OK(MergeTags(*input.tags, record.tags));
  const std::string key = DataCatalogKey(call, input.name);
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(key))
      return api_athena::InvalidRequestException("DataCatalog already exists");
    state::Save(transaction, key, record);
    return {};
  }));
  api_athena::CreateDataCatalogOutput output;
  output.data_catalog = record.catalog;
  return output;
}

}  // namespace firn::services::athena
