// PutDataLakeSettings: replaces the settings of an account as a whole. IAM alone decides who may.
// Differs from AWS: administrators who were there before may be gone by now, so that settings read
// can be put back; CROSS_ACCOUNT_VERSION may go back from 5.

#include <set>

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"
#include "services/lakeformation/principals.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

using Principals = std::optional<std::vector<lf::DataLakePrincipal>>;
using Defaults = std::optional<std::vector<lf::PrincipalPermissions>>;

// `known` are the administrators of before, who are not looked up again.
Result<void> CheckAdmins(const LakeFormation& lakeformation, const Principals& admins,
                         const std::set<std::string>& known) {
  if (!admins) return {};
  if (admins->size() > kAdminsMax) {
    return lf::InvalidInputException("At most " + std::to_string(kAdminsMax) +
                                     " administrators are allowed");
  }
  for (const auto& admin : *admins) {
    const std::string name = admin.data_lake_principal_identifier.value_or("");
    if (!MayAdminister(name)) return lf::InvalidInputException("Invalid principal");
    const auto grantee = ParseGrantee(name);
    const bool looked_up =
        grantee && (grantee->kind == Grantee::Kind::kUser || grantee->kind == Grantee::Kind::kRole);
    if (!looked_up || known.contains(name)) continue;
    FIRN_TRY(const bool exists, lakeformation.identities.Exists(name));
    if (!exists) return lf::InvalidInputException("Invalid principal");
  }
  return {};
}

// Defaults are nothing, or everything for IAM_ALLOWED_PRINCIPALS.
Result<void> CheckDefaults(const Defaults& defaults) {
  if (!defaults) return {};
  for (const auto& entry : *defaults) {
    const auto grantee = ParseGrantee(
        entry.principal ? entry.principal->data_lake_principal_identifier : std::nullopt);
    const bool everyone = grantee && grantee->kind == Grantee::Kind::kIamAllowed;
    if (!everyone || entry.permissions != std::vector<std::string>{"ALL"} ||
        defaults->size() != 1) {
      return lf::InvalidInputException(
          "Default permissions must be empty or ALL for IAM_ALLOWED_PRINCIPALS");
    }
  }
  return {};
}

Result<void> CheckParameters(const std::map<std::string, std::string>& parameters) {
  static const std::set<std::string> kVersions = {"1", "2", "3", "4", "5"};
  static const std::set<std::string> kSwitch = {"TRUE", "FALSE"};
  for (const auto& [name, value] : parameters) {
    const bool version = name == "CROSS_ACCOUNT_VERSION";
    if (!version && name != "SET_CONTEXT" && name != "SET_SOURCE_IDENTITY") {
      return lf::InvalidInputException("Unknown parameter: " + name);
    }
    if (!(version ? kVersions : kSwitch).contains(value)) {
      return lf::InvalidInputException("Invalid value of parameter " + name + ": " + value);
    }
  }
  return {};
}

void AddNames(const Principals& principals, std::set<std::string>& names) {
  if (!principals) return;
  for (const auto& principal : *principals)
    names.insert(principal.data_lake_principal_identifier.value_or(""));
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::PutDataLakeSettingsInput&) {
  return {{"lakeformation:PutDataLakeSettings", "*", {}, {}}};
}

Result<lf::PutDataLakeSettingsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                             const lf::PutDataLakeSettingsInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
  if (account != call.account) return Denied("Settings of another account cannot be changed");
  SettingsRecord record{input.data_lake_settings};
  lf::DataLakeSettings& settings = record.settings;
  FIRN_TRY(const auto before, lakeformation.FindSettings(account, call.region.text()));
  std::set<std::string> known;
  AddNames(before.data_lake_admins, known);
  AddNames(before.read_only_admins, known);
  FIRN_OK(CheckAdmins(lakeformation, settings.data_lake_admins, known));
  FIRN_OK(CheckAdmins(lakeformation, settings.read_only_admins, known));
  FIRN_OK(CheckDefaults(settings.create_database_default_permissions));
  FIRN_OK(CheckDefaults(settings.create_table_default_permissions));
  if (settings.parameters) FIRN_OK(CheckParameters(*settings.parameters));
  if (settings.trusted_resource_owners) {
    for (const std::string& owner : *settings.trusted_resource_owners) {
      if (!AccountId::Parse(owner))
        return lf::InvalidInputException("Invalid account id: " + owner);
    }
  }
  // What is left out is empty from now on, and is answered as empty.
  if (!settings.data_lake_admins) settings.data_lake_admins.emplace();
  if (!settings.create_database_default_permissions)
    settings.create_database_default_permissions.emplace();
  if (!settings.create_table_default_permissions)
    settings.create_table_default_permissions.emplace();
  if (!settings.parameters) settings.parameters.emplace();
  settings.parameters->merge(std::map<std::string, std::string>(*NewSettings().parameters));
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    state::Save(transaction, SettingsKey(account, call.region.text()), record);
    return {};
  }));
  return lf::PutDataLakeSettingsOutput{};
}

}  // namespace firn::services::lakeformation
