// GetDataCellsFilter: one data cells filter.

#include "services/lakeformation/filters.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

FilterName NameOf(const lf::GetDataCellsFilterInput& input) {
  return {input.table_catalog_id, input.database_name, input.table_name, input.name};
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetDataCellsFilterInput& input) {
  return FilterNeeds(call, "lakeformation:GetDataCellsFilter", NameOf(input), "DESCRIBE");
}

Result<lf::GetDataCellsFilterOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                            const lf::GetDataCellsFilterInput& input) {
  FIRN_TRY(const Target target, ReadFilterTarget(call.account, NameOf(input)));
  FIRN_TRY(FilterRecord record, FindFilter(lakeformation.store.Read(), call, target));
  return lf::GetDataCellsFilterOutput{std::move(record.filter)};
}

}  // namespace firn::services::lakeformation
