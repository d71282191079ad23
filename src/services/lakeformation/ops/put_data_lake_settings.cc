// PutDataLakeSettings: replaces the settings of an account as a whole. IAM alone decides who may.
// Differs from AWS: administrators who were there before may be gone by now, so that settings read
// can be put back.

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

Result<void> CheckAccounts(const lf::DataLakeSettings& settings) {
  std::vector<std::string> accounts =
      settings.trusted_resource_owners.value_or(std::vector<std::string>());
  if (settings.external_data_filtering_allow_list) {
    for (const auto& principal : *settings.external_data_filtering_allow_list) {
      accounts.push_back(principal.data_lake_principal_identifier.value_or(""));
    }
  }
  for (const std::string& account : accounts) {
    if (!AccountId::Parse(account)) {
      return lf::InvalidInputException("Invalid account id: " + account);
    }
  }
  return {};
}

std::string VersionOf(const lf::DataLakeSettings& settings) {
  const auto version = settings.parameters->find("CROSS_ACCOUNT_VERSION");
  return version == settings.parameters->end() ? "" : version->second;
}

// What is left out is empty from now on, and is answered as empty; a parameter left out stays.
void Complete(lf::DataLakeSettings& settings, const lf::DataLakeSettings& before) {
  for (auto* list : {&settings.data_lake_admins, &settings.read_only_admins,
                     &settings.external_data_filtering_allow_list}) {
    if (!*list) list->emplace();
  }
  for (auto* list : {&settings.create_database_default_permissions,
                     &settings.create_table_default_permissions}) {
    if (!*list) list->emplace();
  }
  if (!settings.trusted_resource_owners) settings.trusted_resource_owners.emplace();
  if (!settings.authorized_session_tag_value_list) {
    settings.authorized_session_tag_value_list.emplace();
  }
  for (auto* flag :
       {&settings.allow_external_data_filtering, &settings.allow_full_table_external_data_access}) {
    if (!*flag) *flag = false;
  }
  if (!settings.parameters) settings.parameters.emplace();
  settings.parameters->merge(std::map<std::string, std::string>(*before.parameters));
}

void AddNames(const Principals& principals, std::set<std::string>& names) {
  if (!principals) return;
  for (const auto& principal : *principals)
    names.insert(principal.data_lake_principal_identifier.value_or(""));
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call& call,
                      const lf::PutDataLakeSettingsInput& input) {
  return {SettingsNeed(call, "lakeformation:PutDataLakeSettings", input.catalog_id)};
}

Result<lf::PutDataLakeSettingsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                             const lf::PutDataLakeSettingsInput& input) {
  FIRN_TRY(const AccountId account, AccountOf(call, input.catalog_id));
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
  FIRN_OK(CheckAccounts(settings));
  Complete(settings, before);
  if (VersionOf(before) == "5" && VersionOf(settings) != "5") {
    return lf::InvalidInputException("CROSS_ACCOUNT_VERSION cannot go back from 5");
  }
  FIRN_OK(lakeformation.store.Write([&](state::Transaction& transaction) -> Result<void> {
    state::Save(transaction, SettingsKey(account, call.region.text()), record);
    return {};
  }));
  return lf::PutDataLakeSettingsOutput{};
}

}  // namespace firn::services::lakeformation
