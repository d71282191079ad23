// GetDataLakeSettings: the administrators and defaults of an account.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::GetDataLakeSettingsInput& input) {
  return {SettingsNeed(call, "lakeformation:GetDataLakeSettings", input.catalog_id)};
}

Result<lf::GetDataLakeSettingsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                             const lf::GetDataLakeSettingsInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  lf::GetDataLakeSettingsOutput output;
  FIRN_TRY(output.data_lake_settings, lakeformation.FindSettings(account, call.region.text()));
  return output;
}

}  // namespace firn::services::lakeformation
