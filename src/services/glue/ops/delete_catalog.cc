// DeleteCatalog: removes a mount; the table buckets stay.

#include "services/glue/glue.h"
#include "services/glue/ops.h"
#include "services/glue/tags.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call,
                      const api_glue::DeleteCatalogInput& input) {
  return NeedsOn(call, input.catalog_id, "glue:DeleteCatalog", "", "", "DROP");
}

Result<api_glue::DeleteCatalogOutput> Handle(Glue& glue, const api::Call& call,
                                             const api_glue::DeleteCatalogInput& input) {
  FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, input.catalog_id));
  if (ref.kind != CatalogRef::Kind::kMount) {
    return api_glue::InvalidInputException("Only a mount of table buckets can be deleted");
  }
  FIRN_OK(glue.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (!transaction.Erase(CatalogKey(call.region, ref.account, ref.mount))) {
      return api_glue::EntityNotFoundException("Catalog not found");
    }
    transaction.Erase(
        TagsKey(call, Arn::Of("glue", call.region, ref.account, ref.resource()).text()));
    return {};
  }));
  return api_glue::DeleteCatalogOutput{};
}

}  // namespace firn::services::glue
