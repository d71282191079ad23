// ListDataCellsFilter: the data cells filters of a table, or of the account, that the caller may
// see: those it holds something on, and all of tables whose SELECT it may grant.

#include "services/lakeformation/filters.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/page.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Result<bool> Sees(const LakeFormation& lakeformation, const api::Call& call,
                  const lf::DataCellsFilter& filter) {
  authz::LakeResource resource{filter.table_catalog_id, filter.database_name, filter.table_name};
  FIRN_TRY(const auto table, lakeformation.RightsOf(call.principal, resource, call.region.text()));
  if (authz::MayGrant(table, {"SELECT"})) return true;
  resource.filter = filter.name;
  FIRN_TRY(const auto rights, lakeformation.RightsOf(call.principal, resource, call.region.text()));
  return !rights.permissions.empty();
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::ListDataCellsFilterInput&) {
  return {{"lakeformation:ListDataCellsFilter", "*", {}, {}}};
}

Result<lf::ListDataCellsFilterOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                             const lf::ListDataCellsFilterInput& input) {
  const std::string& region = call.region.text();
  std::string prefix = FilterPrefix(call.account.text(), region);
  if (input.table) {
    lf::Resource resource;
    resource.table = *input.table;
    FIRN_TRY(const Target target, ReadTarget(call.account, resource));
    prefix = FilterPrefix(region, target.resource);
  }
  lf::ListDataCellsFilterOutput output;
  auto& list = output.data_cells_filters.emplace();
  const auto take = [&](const std::string&, const FilterRecord& record) -> Result<bool> {
    FIRN_TRY(const bool sees, Sees(lakeformation, call, record.filter));
    if (sees) list.push_back(record.filter);
    return sees;
  };
  FIRN_TRY(output.next_token, PageOf<FilterRecord>(lakeformation.store.Read(), prefix,
                                                   input.next_token, input.max_results, take));
  return output;
}

}  // namespace firn::services::lakeformation
