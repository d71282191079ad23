// DeleteDataCatalog: forgets a registered catalog; what it stands for stays.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::DeleteDataCatalogInput& input) {
  return {{"athena:DeleteDataCatalog", DataCatalogArn(call, input.name), {}, {}}};
}

Result<api_athena::DeleteDataCatalogOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::DeleteDataCatalogInput& input) {
  api_athena::DeleteDataCatalogOutput output;
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DataCatalogKey(call, input.name);
    FIRN_TRY(auto record, state::Load<DataCatalogRecord>(transaction, key));
    if (!record)
      return api_athena::InvalidRequestException("Data catalog " + input.name + " is not found.");
    transaction.Erase(key);
    output.data_catalog = std::move(record->catalog);
    return {};
  }));
  return output;
}

}  // namespace firn::services::athena
