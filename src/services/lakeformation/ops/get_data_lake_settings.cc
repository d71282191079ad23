// GetDataLakeSettings: the administrators and defaults of an account.

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::GetDataLakeSettingsInput&) {
  return {{"lakeformation:GetDataLakeSettings", "*", {}, {}}};
}

Result<lf::GetDataLakeSettingsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                             const lf::GetDataLakeSettingsInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  if (account != call.account) return Denied("Settings of another account cannot be read");
  lf::GetDataLakeSettingsOutput output;
  FIRN_TRY(output.data_lake_settings, lakeformation.FindSettings(account, call.region.text()));
  return output;
}

}  // namespace firn::services::lakeformation
