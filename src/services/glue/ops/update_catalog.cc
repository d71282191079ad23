// UpdateCatalog: changes the default permissions of a mount: IAM or Lake Formation mode.

#include "services/glue/catalog_input.h"
#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::UpdateCatalogInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:UpdateCatalog", "", "", "ALTER");
}

Result<api_glue::UpdateCatalogOutput> Handle(Glue& glue, const api::Call& call, const api_glue::UpdateCatalogInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  if (ref.kind != CatalogRef::Kind::kMount) {
    return api_glue::InvalidInputException("Only the mount of the table buckets can be updated");
  }
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto record, glue.MountOf(transaction, call.region, ref));
    if (!record) return api_glue::EntityNotFoundException("Catalog not found");
    FIRN_OK(Apply(input.catalog_input, *record));
    record->catalog.update_time = call.now;
    state::Save(transaction, CatalogKey(call.region, ref.account, ref.mount), *record);
    return {};
  }));
  return api_glue::UpdateCatalogOutput{};
}

}  // namespace firn::services::glue
