// GetCatalog: describes a catalog.

#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetCatalogInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:GetCatalog", "", "", "DESCRIBE");
}

Result<api_glue::GetCatalogOutput> Handle(Glue& glue, const api::Call& call,
                                          const api_glue::GetCatalogInput& input) {
  FIRN_TRY(const CatalogRef ref, glue.Resolve(call, input.catalog_id));
  api_glue::GetCatalogOutput output;
  FIRN_TRY(output.catalog, glue.FindCatalog(call, ref));
  return output;
}

}  // namespace firn::services::glue
