// CreateLakeFormationIdentityCenterConfiguration: keeps an account's connection with IAM Identity
// Center, one for each account and region.
// Differs from AWS: nothing is connected; no application or resource share is made.

#include "services/lakeformation/identity_center.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::CreateLakeFormationIdentityCenterConfigurationInput& input) {
  return {IdentityCenterNeed(call, "lakeformation:CreateLakeFormationIdentityCenterConfiguration",
                             input.catalog_id)};
}

Result<lf::CreateLakeFormationIdentityCenterConfigurationOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::CreateLakeFormationIdentityCenterConfigurationInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  FIRN_TRY(
      IdentityCenterRecord record,
      ReadConnection(input.share_recipients, input.external_filtering, input.service_integrations));
  FIRN_TRY(record.application_arn, ApplicationArnFor(account, input.instance_arn));
  record.instance_arn = *input.instance_arn;
  record.application_status = "ENABLED";
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = IdentityCenterKey(account, call.region.text());
    if (transaction.Has(key)) {
      return lf::AlreadyExistsException("Identity center configuration already exists");
    }
    state::Save(transaction, key, record);
    return {};
  }));
  return lf::CreateLakeFormationIdentityCenterConfigurationOutput{record.application_arn};
}

}  // namespace firn::services::lakeformation
