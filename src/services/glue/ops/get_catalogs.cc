// GetCatalogs: the catalogs of the account, or those below one of them.

#include "services/glue/glue.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetCatalogsInput& input) {
  return NeedsOn(call, input.parent_catalog_id, "glue:GetCatalogs", "", "", "");
}

Result<api_glue::GetCatalogsOutput> Handle(Glue& glue, const api::Call& call, const api_glue::GetCatalogsInput& input) {
  FIRN_TRY(const CatalogRef parent, ParseCatalogId(call, input.parent_catalog_id));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  std::vector<api_glue::Catalog> all;
  if (parent.kind == CatalogRef::Kind::kMount) {
    FIRN_TRY(all, glue.BucketCatalogs(call, parent));
  } else if (parent.kind == CatalogRef::Kind::kDefault) {
    if (input.include_root.value_or(false)) {
      FIRN_TRY(auto root, glue.FindCatalog(call, parent));
      all.push_back(std::move(root));
    }
    const std::string prefix = state::Key("glue", parent.account, call.region, "catalog");
    FIRN_TRY(const auto mounts, state::List<CatalogRecord>(glue.store.Read(), prefix, "", SIZE_MAX));
    for (const auto& item : mounts.items) {
      all.push_back(item.value->catalog);
      if (!input.recursive.value_or(false)) continue;
      CatalogRef mount = parent;
      mount.kind = CatalogRef::Kind::kMount;
      mount.mount = item.value->catalog.name;
      FIRN_TRY(const auto below, glue.BucketCatalogs(call, mount));
      all.insert(all.end(), below.begin(), below.end());
    }
  }
  const auto limit = static_cast<size_t>(input.max_results.value_or(1000));
  api_glue::GetCatalogsOutput output;
  bool begun = after.empty();
  for (auto& catalog : all) {
    const std::string id = catalog.catalog_id.value_or("");
    if (!begun) {
      begun = id == after;
      continue;
    }
    FIRN_TRY(const CatalogRef ref, ParseCatalogId(call, id));
    if (!MaySee(glue, call, ref, "", "")) continue;
    if (output.catalog_list.size() == limit) {
      output.next_token = TokenOf(output.catalog_list.back().catalog_id.value_or(""));
      break;
    }
    output.catalog_list.push_back(std::move(catalog));
  }
  return output;
}

}  // namespace firn::services::glue
