// CreateDataCellsFilter: names columns and rows of a table, for grants to use.
// Differs from AWS: the types of the columns that a row filter compares are not checked.

#include "services/lakeformation/filters.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::CreateDataCellsFilterInput& input) {
  return FilterNeeds(call, "lakeformation:CreateDataCellsFilter", input.table_data);
}

Result<lf::CreateDataCellsFilterOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                               const lf::CreateDataCellsFilterInput& input) {
  FIRN_TRY(NewFilter made, ReadFilter(lakeformation, call, input.table_data));
  const std::string& region = call.region.text();
  const std::string key = FilterKey(region, made.target.resource);
  made.filter.version_id = VersionOf(call, made.filter);
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (transaction.Has(key)) {
      return lf::AlreadyExistsException("Data cells filter already exists: " + made.filter.name);
    }
    FIRN_TRY(const auto others,
             state::List<FilterRecord>(transaction, FilterPrefix(region, made.target.resource), "",
                                       kTableFiltersMax));
    if (others.items.size() == kTableFiltersMax) {
      return lf::ResourceNumberLimitExceededException(
          "Number of data cells filters of the table exceeds the limit");
    }
    state::Save(transaction, key, FilterRecord{made.filter});
    return {};
  }));
  return lf::CreateDataCellsFilterOutput{};
}

}  // namespace firn::services::lakeformation
