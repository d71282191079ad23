#include "services/lakeformation/lakeformation.h"

#include <algorithm>

#include "base/encoding.h"
#include "services/lakeformation/grants.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

constexpr const char* kEveryBucket = "bucket/*";

bool LeavesToIam(const std::optional<std::vector<lf::PrincipalPermissions>>& defaults) {
  return defaults && !defaults->empty();
}

authz::LakeGrant GrantOf(const GrantRecord& record) {
  authz::LakeGrant grant;
  grant.principal = record.principal;
  grant.resource = {record.catalog, record.database, record.table};
  grant.all_tables = record.all_tables;
  grant.permissions = record.permissions;
  if (!record.column.empty()) {
    grant.columns.all = false;
    grant.columns.included = {record.column};
  }
  grant.columns.excluded = record.excluded;
  // A decision about granting knows permissions, not columns: the grant option on some columns must
  // not become one on all.
  if (!record.partial()) grant.grantable = record.grantable;
  // Who is super user of a catalog grants on everything inside.
  if (record.permissions.contains("SUPER_USER")) grant.grantable.insert("SUPER_USER");
  return grant;
}

std::vector<std::string> Names(
    const std::optional<std::vector<lf::DataLakePrincipal>>& principals) {
  std::vector<std::string> names;
  if (!principals) return names;
  for (const auto& principal : *principals)
    names.push_back(principal.data_lake_principal_identifier.value_or(""));
  return names;
}

}  // namespace

lf::DataLakeSettings NewSettings() {
  lf::PrincipalPermissions everyone;
  everyone.principal.emplace().data_lake_principal_identifier =
      std::string(authz::kIamAllowedPrincipals);
  everyone.permissions = {{"ALL"}};
  lf::DataLakeSettings settings;
  settings.data_lake_admins.emplace();
  settings.create_database_default_permissions = {{everyone}};
  settings.create_table_default_permissions = {{everyone}};
  settings.parameters = {{{"CROSS_ACCOUNT_VERSION", "4"}}};
  return settings;
}

std::string SettingsKey(const AccountId& account, std::string_view region) {
  return state::Key("lakeformation", account, region, "settings");
}

std::string LocationPrefix(const AccountId& account, std::string_view region) {
  return state::Key("lakeformation", account, region, "location");
}

std::string LocationKey(const AccountId& account, std::string_view region, std::string_view arn) {
  return state::Key("lakeformation", account, region, "location", arn);
}

std::string GrantPrefix(std::string_view account, std::string_view region) {
  return state::Key("lakeformation", account, region, "grant");
}

std::string ClosedKey(std::string_view account, std::string_view region,
                      const authz::LakeResource& object, bool all_tables) {
  return state::Key("lakeformation", account, region, "closed", object.catalog, object.database,
                    all_tables             ? std::string("tables")
                    : object.table.empty() ? std::string()
                                           : "table:" + object.table);
}

std::string_view OwnerOf(std::string_view catalog) { return catalog.substr(0, catalog.find(':')); }

Unexpected Denied(std::string message) {
  auto failure = lf::AccessDeniedException(std::move(message));
  failure.value().http_status = 400;
  return failure;
}

Result<AccountId> AccountOf(const api::Call& call, const std::optional<std::string>& catalog_id) {
  if (!catalog_id || catalog_id->empty()) return call.account;
  auto account = AccountId::Parse(*catalog_id);
  if (!account) return lf::InvalidInputException("Catalog id must be a valid AWS account id.");
  return account;
}

std::string TokenOf(std::string_view position) { return Base64Encode(position); }

Result<std::string> PositionOf(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  auto position = Base64Decode(*token);
  if (!position) return lf::InvalidInputException("Invalid pagination token");
  return *std::move(position);
}

Result<lf::DataLakeSettings> LakeFormation::FindSettings(const AccountId& account,
                                                         const std::string& region) const {
  FIRN_TRY(auto record, state::Load<SettingsRecord>(store.Read(), SettingsKey(account, region)));
  if (!record) return NewSettings();
  return std::move(record->settings);
}

Result<authz::LakeSettings> LakeFormation::SettingsOf(const AccountId& account,
                                                      const std::string& region) const {
  FIRN_TRY(const auto settings, FindSettings(account, region));
  return authz::LakeSettings{Names(settings.data_lake_admins), Names(settings.read_only_admins)};
}

Result<std::vector<authz::LakeGrant>> LakeFormation::GrantsOn(const authz::LakeResource& resource,
                                                              const std::string& region) const {
  std::vector<std::string> prefixes = {ThingPrefix(region, resource, Extent::kThing)};
  if (!resource.table.empty()) {
    prefixes.push_back(
        ThingPrefix(region, {resource.catalog, resource.database, ""}, Extent::kAllTables));
  }
  if (!resource.database.empty())
    prefixes.push_back(ThingPrefix(region, {resource.catalog, "", ""}, Extent::kThing));
  if (const size_t slash = resource.catalog.find('/'); slash != std::string::npos) {
    prefixes.push_back(
        ThingPrefix(region, {resource.catalog.substr(0, slash), "", ""}, Extent::kThing));
  }
  const state::Snapshot snapshot = store.Read();
  std::vector<authz::LakeGrant> grants;
  for (const std::string& prefix : prefixes) {
    FIRN_TRY(const auto page, state::List<GrantRecord>(snapshot, prefix, "", SIZE_MAX));
    for (const auto& item : page.items) grants.push_back(GrantOf(*item.value));
  }
  return grants;
}

Result<bool> LakeFormation::UsesIamOnly(const authz::LakeResource& resource,
                                        const std::string& region) const {
  const std::string_view owner = OwnerOf(resource.catalog);
  FIRN_TRY(const AccountId account, AccountId::Parse(owner));
  const state::Snapshot snapshot = store.Read();
  if (!resource.database.empty() && snapshot.Has(ClosedKey(owner, region, resource, false)))
    return false;
  if (!resource.table.empty() &&
      snapshot.Has(ClosedKey(owner, region, {resource.catalog, resource.database, ""}, true))) {
    return false;
  }
  if (owner == resource.catalog) {
    FIRN_TRY(const auto settings, FindSettings(account, region));
    return LeavesToIam(settings.create_database_default_permissions) &&
           LeavesToIam(settings.create_table_default_permissions);
  }
  const auto governed = catalogs.IsLakeFormationMode(account, region, resource.catalog);
  if (!governed && governed.error().kind == Kind::kNotFound) return false;
  if (!governed) return Fail(governed.error());
  return !*governed;
}

Result<authz::LakeRights> LakeFormation::RightsOf(const authz::Principal& principal,
                                                  const authz::LakeResource& resource,
                                                  const std::string& region) const {
  FIRN_TRY(const AccountId owner, AccountId::Parse(OwnerOf(resource.catalog)));
  authz::LakeFactsFor facts;
  FIRN_TRY(facts.settings, SettingsOf(owner, region));
  facts.caller_settings = facts.settings;
  if (owner != principal.account && !principal.account.empty()) {
    FIRN_TRY(facts.caller_settings, SettingsOf(principal.account, region));
  }
  FIRN_TRY(facts.grants, GrantsOn(resource, region));
  FIRN_TRY(facts.iam_mode, UsesIamOnly(resource, region));
  return authz::RightsOn(principal, resource, facts);
}

Result<std::optional<std::string>> LakeFormation::RegisteredRole(
    const AccountId& account, const std::string& region,
    const std::string& table_bucket_arn) const {
  FIRN_TRY(Arn arn, Arn::Parse(table_bucket_arn));
  const state::Snapshot snapshot = store.Read();
  FIRN_TRY(auto record,
           state::Load<LocationRecord>(snapshot, LocationKey(account, region, table_bucket_arn)));
  if (!record && arn.account == account.text()) {
    arn.resource = kEveryBucket;
    FIRN_TRY(record,
             state::Load<LocationRecord>(snapshot, LocationKey(account, region, arn.text())));
  }
  if (!record) return std::optional<std::string>();
  return std::move(record->info.role_arn);
}

Result<void> LakeFormation::Forget(const authz::LakeResource& object, const std::string& region) {
  if (object.database.empty())
    return Fail(Kind::kInvalid, "only databases and tables are forgotten");
  const std::string owner(OwnerOf(object.catalog));
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    if (object.table.empty()) {
      transaction.ErasePrefix(
          state::Key("lakeformation", owner, region, "grant", object.catalog, object.database));
      transaction.ErasePrefix(
          state::Key("lakeformation", owner, region, "closed", object.catalog, object.database));
    } else {
      transaction.ErasePrefix(ThingPrefix(region, object, Extent::kThing));
      transaction.Erase(ClosedKey(owner, region, object, false));
    }
    return {};
  });
}

}  // namespace firn::services::lakeformation
