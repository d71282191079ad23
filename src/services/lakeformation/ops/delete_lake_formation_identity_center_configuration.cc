// DeleteLakeFormationIdentityCenterConfiguration: forgets an account's connection with IAM Identity
// Center.

#include "services/lakeformation/identity_center.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::DeleteLakeFormationIdentityCenterConfigurationInput& input) {
  return {IdentityCenterNeed(call, "lakeformation:DeleteLakeFormationIdentityCenterConfiguration",
                             input.catalog_id)};
}

Result<lf::DeleteLakeFormationIdentityCenterConfigurationOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::DeleteLakeFormationIdentityCenterConfigurationInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_OK(FindConnection(transaction, account, call));
    transaction.Erase(IdentityCenterKey(account, call.region.text()));
    return {};
  }));
  return lf::DeleteLakeFormationIdentityCenterConfigurationOutput{};
}

}  // namespace firn::services::lakeformation
