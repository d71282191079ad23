// UpdateDataCellsFilter: replaces a data cells filter. Whoever names a version changes that one
// only. What is granted by the filter changes at once.

#include "services/lakeformation/filters.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::UpdateDataCellsFilterInput& input) {
  return FilterNeeds(call, "lakeformation:UpdateDataCellsFilter", input.table_data);
}

Result<lf::UpdateDataCellsFilterOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::UpdateDataCellsFilterInput& input) {
  FIRN_TRY(NewFilter made, ReadFilter(lakeformation, call, input.table_data));
  const auto expected = input.table_data.version_id;
  made.filter.version_id = VersionOf(call, made.filter);
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(const FilterRecord now, FindFilter(transaction, call, made.target));
    if (expected && now.filter.version_id != *expected) {
      return lf::ConcurrentModificationException(
          "The data cells filter has another version by now");
    }
    state::Save(transaction, FilterKey(call.region.text(), made.target.resource),
                FilterRecord{made.filter});
    return {};
  }));
  return lf::UpdateDataCellsFilterOutput{};
}

}  // namespace firn::services::lakeformation
