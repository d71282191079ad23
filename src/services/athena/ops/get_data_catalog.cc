// GetDataCatalog: describes a catalog.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call& call,
                      const api_athena::GetDataCatalogInput& input) {
  return {{"athena:GetDataCatalog", DataCatalogArn(call, input.name), {}, {}}};
}

Result<api_athena::GetDataCatalogOutput> Handle(Athena& athena, const api::Call& call,
                                                const api_athena::GetDataCatalogInput& input) {
  api_athena::GetDataCatalogOutput output;
  FIRN_TRY(output.data_catalog, FindDataCatalog(athena.with.store.Read(), call, input.name));
  return output;
}

}  // namespace firn::services::athena
