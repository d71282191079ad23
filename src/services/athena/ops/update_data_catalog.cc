// UpdateDataCatalog: changes what a registered catalog stands for.
// Differs from AWS: of the types, GLUE alone.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::UpdateDataCatalogInput& input) {
  return {{"athena:UpdateDataCatalog", DataCatalogArn(call, input.name), {}, {}}};
}

Result<api_athena::UpdateDataCatalogOutput> Handle(
    Athena& athena, const api::Call& call, const api_athena::UpdateDataCatalogInput& input) {
  FIRN_OK(athena.with.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = DataCatalogKey(call, input.name);
    FIRN_TRY(auto record, state::Load<DataCatalogRecord>(transaction, key));
    if (!record)
      return api_athena::InvalidRequestException("Data catalog " + input.name + " is not found.");
    record->catalog.type = input.type;
    if (input.description) record->catalog.description = input.description;
    if (input.parameters) record->catalog.parameters = input.parameters;
    FIRN_OK(CheckDataCatalog(record->catalog));
    state::Save(transaction, key, *record);
    return {};
  }));
  return api_athena::UpdateDataCatalogOutput{};
}

}  // namespace firn::services::athena
