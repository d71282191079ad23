// DeleteDataCellsFilter: forgets a data cells filter with the grants through it.

#include "services/lakeformation/filters.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

FilterName NameOf(const lf::DeleteDataCellsFilterInput& input) {
  return {input.table_catalog_id, input.database_name, input.table_name, input.name};
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::DeleteDataCellsFilterInput& input) {
  return FilterNeeds(call, "lakeformation:DeleteDataCellsFilter", NameOf(input), "DROP");
}

Result<lf::DeleteDataCellsFilterOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::DeleteDataCellsFilterInput& input) {
  FIRN_TRY(const Target target, ReadFilterTarget(call.account, NameOf(input)));
  const std::string& region = call.region.text();
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindFilter(transaction, call, target));
    transaction.Erase(FilterKey(region, target.resource));
    // What was granted through it goes with it.
    FIRN_TRY(const auto grants,
             state::List<GrantRecord>(transaction, GrantsOnPrefix(region, target), "", SIZE_MAX));
    for (const auto& item : grants.items) {
      if (item.value->filter == target.resource.filter) transaction.Erase(item.key);
    }
    return {};
  }));
  return lf::DeleteDataCellsFilterOutput{};
}

}  // namespace firn::services::lakeformation
