// ListDataCatalogs: the catalogs of the account in this region: the default one, then the
// registered ones by name.

#include "services/athena/athena.h"
#include "services/athena/catalogs.h"
#include "services/athena/ops.h"

namespace firn::services::athena {

namespace api_athena = api::athena;

authz::Needs NeedsFor(const Athena&, const api::Call&, const api_athena::ListDataCatalogsInput&) {
  return {{"athena:ListDataCatalogs", "*", {}, {}}};
}

Result<api_athena::ListDataCatalogsOutput> Handle(Athena& athena, const api::Call& call,
                                                  const api_athena::ListDataCatalogsInput& input) {
  constexpr size_t kLimit = 50;
  const state::Snapshot reader = athena.with.store.Read();
  FIRN_TRY(const PageOf page, PageFor(input.next_token, input.max_results, kLimit));
  api_athena::ListDataCatalogsOutput output;
  auto& shown = output.data_catalogs_summary.emplace();
  // The default catalog is on the first page; the token of its successors is a name.
  if (page.after.empty()) {
    auto& summary = shown.emplace_back();
    summary.catalog_name = std::string(kDefaultCatalog);
    summary.type = "GLUE";
  }
  const std::string after = page.after.empty() ? "" : DataCatalogKey(call, page.after);
  FIRN_TRY(const auto kept, state::List<DataCatalogRecord>(reader, DataCatalogPrefix(call), after,
                                                           page.limit - shown.size()));
  for (const auto& item : kept.items) {
    auto& summary = shown.emplace_back();
    summary.catalog_name = item.value->catalog.name;
    summary.type = item.value->catalog.type;
  }
  if (kept.more) output.next_token = PageToken(shown.back().catalog_name.value_or(""));
  return output;
}

}  // namespace firn::services::athena
