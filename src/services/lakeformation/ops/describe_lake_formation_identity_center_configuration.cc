// DescribeLakeFormationIdentityCenterConfiguration: an account's connection with IAM Identity
// Center.

#include "services/lakeformation/identity_center.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::DescribeLakeFormationIdentityCenterConfigurationInput& input) {
  return {IdentityCenterNeed(call, "lakeformation:DescribeLakeFormationIdentityCenterConfiguration",
                             input.catalog_id)};
}

Result<lf::DescribeLakeFormationIdentityCenterConfigurationOutput> Handle(
    LakeFormation& lakeformation, const api::Call& call,
    const lf::DescribeLakeFormationIdentityCenterConfigurationInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  FIRN_TRY(const IdentityCenterRecord record,
           FindConnection(lakeformation.store.Read(), account, call));
  lf::DescribeLakeFormationIdentityCenterConfigurationOutput output;
  output.catalog_id = account.text();
  output.instance_arn = record.instance_arn;
  output.application_arn = record.application_arn;
  output.external_filtering = record.filtering;
  output.share_recipients = record.recipients;
  output.service_integrations = record.integrations;
  return output;
}

}  // namespace firn::services::lakeformation
