// GetCatalogs: the catalogs of the account, or those below one of them, by id: one level or all.

#include "services/glue/glue.h"
#include "services/glue/limits.h"
#include "services/glue/ops.h"

namespace firn::services::glue {

namespace api_glue = api::glue;

namespace {

using Catalogs = std::map<std::string, api_glue::Catalog>;  // by id

Result<void> AddBuckets(const Glue& glue, const api::Call& call, const CatalogRef& mount,
                        Catalogs& catalogs) {
  FIRN_TRY(auto below, glue.BucketCatalogs(call, mount));
  for (auto& catalog : below) catalogs.emplace(catalog.catalog_id.value_or(""), std::move(catalog));
  return {};
}

Result<Catalogs> Below(const Glue& glue, const api::Call& call,
                       const api_glue::GetCatalogsInput& input, const CatalogRef& parent) {
  Catalogs catalogs;
  if (parent.kind == CatalogRef::Kind::kBucket) {
    FIRN_OK(glue.FindCatalog(call, parent));
    return catalogs;
  }
  if (parent.kind == CatalogRef::Kind::kMount) {
    FIRN_OK(AddBuckets(glue, call, parent, catalogs));
    return catalogs;
  }
  if (input.include_root.value_or(false)) {
    FIRN_TRY(auto root, glue.FindCatalog(call, parent));
    catalogs.emplace(parent.id(), std::move(root));
  }
  const std::string prefix = state::Key("glue", parent.account, call.region, "catalog");
  FIRN_TRY(const auto mounts, state::List<CatalogRecord>(glue.store.Read(), prefix, "", SIZE_MAX));
  for (const auto& item : mounts.items) {
    const std::string id = item.value->catalog.catalog_id.value_or("");
    catalogs.emplace(id, item.value->catalog);
    FIRN_TRY(const CatalogRef mount, glue.Resolve(call, id));
    if (input.recursive.value_or(false) && mount.kind == CatalogRef::Kind::kMount) {
      FIRN_OK(AddBuckets(glue, call, mount, catalogs));
    }
  }
  return catalogs;
}

}  // namespace

authz::Needs NeedsFor(const Glue&, const api::Call& call, const api_glue::GetCatalogsInput& input) {
  return NeedsOn(call, input.parent_catalog_id, "glue:GetCatalogs", "", "", "");
}

Result<api_glue::GetCatalogsOutput> Handle(Glue& glue, const api::Call& call,
                                           const api_glue::GetCatalogsInput& input) {
  FIRN_TRY(const CatalogRef parent, glue.Resolve(call, input.parent_catalog_id));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  if (input.include_root && parent.kind != CatalogRef::Kind::kDefault) {
    return api_glue::InvalidInputException(
        "IncludeRoot cannot be given together with a ParentCatalogId");
  }
  FIRN_TRY(const auto all, Below(glue, call, input, parent));
  const auto limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageMax;
  api_glue::GetCatalogsOutput output;
  for (auto at = all.upper_bound(after); at != all.end(); ++at) {
    FIRN_TRY(const CatalogRef ref, glue.Resolve(call, at->first));
    const bool container = ref.kind == CatalogRef::Kind::kMount;
    if ((container && input.has_databases.value_or(false)) || !MaySee(glue, call, ref, "", ""))
      continue;
    if (output.catalog_list.size() == limit) {
      output.next_token = TokenOf(output.catalog_list.back().catalog_id.value_or(""));
      break;
    }
    output.catalog_list.push_back(at->second);
  }
  return output;
}

}  // namespace firn::services::glue
