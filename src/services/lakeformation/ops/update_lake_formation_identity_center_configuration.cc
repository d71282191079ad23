// UpdateLakeFormationIdentityCenterConfiguration: changes what is given of an account's connection
// with IAM Identity Center.

#include "services/lakeformation/identity_center.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::UpdateLakeFormationIdentityCenterConfigurationInput& input) {
  return {IdentityCenterNeed(call, "lakeformation:UpdateLakeFormationIdentityCenterConfiguration",
                             input.catalog_id)};
}

Result<lf::UpdateLakeFormationIdentityCenterConfigurationOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::UpdateLakeFormationIdentityCenterConfigurationInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  FIRN_TRY(
      const IdentityCenterRecord given,
      ReadConnection(input.share_recipients, input.external_filtering, input.service_integrations));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(IdentityCenterRecord record, FindConnection(transaction, account, call));
    if (given.recipients) record.recipients = given.recipients;
    if (given.filtering) record.filtering = given.filtering;
    if (given.integrations) record.integrations = given.integrations;
    if (input.application_status) record.application_status = *input.application_status;
    state::Save(transaction, IdentityCenterKey(account, call.region.text()), record);
    return {};
  }));
  return lf::UpdateLakeFormationIdentityCenterConfigurationOutput{};
}

}  // namespace firn::services::lakeformation
