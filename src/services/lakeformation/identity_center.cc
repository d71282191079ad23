#include "services/lakeformation/identity_center.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/principals.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

authz::Need IdentityCenterNeed(const api::Call& call, std::string_view action,
                               const std::optional<std::string>& catalog_id) {
  authz::Need need = CatalogNeed(call, action, catalog_id, "ALL");
  if (need.lake) need.lake->hold = authz::LakeHold::kGrantable;
  return need;
}

Result<std::string> ApplicationArnFor(const AccountId& account,
                                      const std::optional<std::string>& instance_arn) {
  constexpr std::string_view kStart = "arn:aws:sso:::instance/";
  const bool named = instance_arn && instance_arn->starts_with(kStart) &&
                     instance_arn->find_first_of("/*", kStart.size()) == std::string::npos;
  const std::string instance = named ? instance_arn->substr(kStart.size()) : "";
  if (!instance.starts_with("ssoins-") && !instance.starts_with("sso-ins-")) {
    return lf::InvalidInputException("Invalid instance ARN");
  }
  const std::string application = HexEncode(Sha256(account.text() + instance)).substr(0, 16);
  return "arn:aws:sso::" + account.text() + ":application/" + instance + "/apl-" + application;
}

Result<IdentityCenterRecord> ReadConnection(
    const std::optional<std::vector<lf::DataLakePrincipal>>& recipients,
    const std::optional<lf::ExternalFilteringConfiguration>& filtering,
    const std::optional<std::vector<lf::ServiceIntegrationUnion>>& integrations) {
  if (recipients && recipients->size() > kAdminsMax) {
    return lf::InvalidInputException("At most " + std::to_string(kAdminsMax) +
                                     " share recipients are allowed");
  }
  for (const auto& recipient : recipients.value_or(std::vector<lf::DataLakePrincipal>())) {
    FIRN_TRY(const Grantee grantee, ParseGrantee(recipient.data_lake_principal_identifier));
    const bool whole =
        grantee.kind == Grantee::Kind::kAccount || grantee.kind == Grantee::Kind::kOrganization;
    if (!whole) return lf::InvalidInputException("Invalid principal");
  }
  if (filtering) {
    for (const std::string& target : filtering->authorized_targets) {
      if (!Arn::Parse(target)) return lf::InvalidInputException("Invalid target ARN: " + target);
    }
  }
  IdentityCenterRecord record;
  record.recipients = recipients;
  record.filtering = filtering;
  record.integrations = integrations;
  return record;
}

Result<IdentityCenterRecord> FindConnection(const state::Reader& reader, const AccountId& account,
                                            const api::Call& call) {
  FIRN_TRY(auto record, state::Load<IdentityCenterRecord>(
                            reader, IdentityCenterKey(account, call.region.text())));
  if (!record) {
    return lf::EntityNotFoundException("Identity center configuration not found");
  }
  return *std::move(record);
}

}  // namespace firn::services::lakeformation
