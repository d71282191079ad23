#include "services/lakeformation/lakeformation.h"

#include <algorithm>

#include "base/encoding.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

bool LeavesToIam(const std::optional<std::vector<lf::PrincipalPermissions>>& defaults) {
  return defaults && !defaults->empty();
}

std::vector<std::string> Names(
    const std::optional<std::vector<lf::DataLakePrincipal>>& principals) {
  std::vector<std::string> names;
  if (!principals) return names;
  for (const auto& principal : *principals)
    names.push_back(principal.data_lake_principal_identifier.value_or(""));
  return names;
}

Result<std::shared_ptr<const SettingsRecord>> LoadSettings(const state::Store& store,
                                                           const AccountId& account,
                                                           const std::string& region) {
  FIRN_TRY(auto record,
           state::LoadShared<SettingsRecord>(store.Read(), SettingsKey(account, region)));
  if (record) return record;
  static const auto kNew = std::make_shared<const SettingsRecord>(SettingsRecord{NewSettings()});
  return kNew;
}

}  // namespace

lf::DataLakeSettings NewSettings() {
  lf::PrincipalPermissions everyone;
  everyone.principal.emplace().data_lake_principal_identifier =
      std::string(authz::kIamAllowedPrincipals);
  everyone.permissions = {{"ALL"}};
  lf::DataLakeSettings settings;
  settings.data_lake_admins.emplace();
  settings.read_only_admins.emplace();
  settings.create_database_default_permissions = {{everyone}};
  settings.create_table_default_permissions = {{everyone}};
  settings.trusted_resource_owners.emplace();
  settings.allow_external_data_filtering = false;
  settings.allow_full_table_external_data_access = false;
  settings.external_data_filtering_allow_list.emplace();
  settings.authorized_session_tag_value_list.emplace();
  settings.parameters = {{{"CROSS_ACCOUNT_VERSION", "4"}, {"SET_CONTEXT", "TRUE"}}};
  return settings;
}

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

authz::Need SettingsNeed(const api::Call& call, std::string_view action,
                         const std::optional<std::string>& catalog_id) {
  const auto account = AccountOf(call, catalog_id);
  if (!account || *account == call.account) return {std::string(action), "*", {}, {}};
  // Nobody is let into another account's: its catalog has no policy that could.
  const Arn catalog = Arn::Of("lakeformation", call.region, *account, "catalog:" + account->text());
  return {std::string(action), catalog.text(), {}, {}};
}

authz::Need CatalogNeed(const api::Call& call, std::string_view action,
                        const std::optional<std::string>& catalog_id, std::string_view permission) {
  authz::Need need{std::string(action), "*", {}, {}};
  const auto account = AccountOf(call, catalog_id);
  if (!account) return need;  // the operation refuses it
  need.lake = authz::LakeNeed{std::string(permission), {account->text(), "", ""}};
  return need;
}

std::string TokenOf(std::string_view position) { return Base64Encode(position); }

Result<std::string> PositionOf(const std::optional<std::string>& token) {
  if (!token || token->empty()) return std::string();
  auto position = Base64Decode(*token);
  if (!position) return lf::InvalidInputException("Invalid pagination token");
  return *std::move(position);
}

std::vector<std::string> PlacesOf(std::string_view location_arn) {
  std::vector<std::string> places;
  if (location_arn.starts_with("arn:aws:s3tables:")) {
    places.emplace_back(location_arn);
    const std::string every =
        std::string(location_arn.substr(0, location_arn.find("bucket/"))) + "bucket/*";
    if (every != location_arn) places.push_back(every);
    return places;
  }
  std::string_view path = location_arn;
  while (path.ends_with('/')) path.remove_suffix(1);
  while (true) {
    for (const char* end : {"", "/", "/*"}) places.push_back(std::string(path) + end);
    const size_t slash = path.rfind('/');
    if (slash == std::string_view::npos) return places;
    path = path.substr(0, slash);
  }
}

std::string GlueArn(std::string_view region, const authz::LakeResource& thing, Extent extent) {
  const size_t colon = thing.catalog.find(':');
  const std::string path = colon == std::string::npos ? "" : thing.catalog.substr(colon + 1);
  const std::string start =
      "arn:aws:glue:" + std::string(region) + ":" + std::string(OwnerOf(thing.catalog)) + ":";
  if (thing.database.empty()) return start + (path.empty() ? "catalog" : "catalog/" + path);
  const std::string inside = (path.empty() ? "" : path + "/") + thing.database;
  if (extent == Extent::kAllTables) return start + "table/" + inside + "/*";
  if (thing.table.empty()) return start + "database/" + inside;
  return start + "table/" + inside + "/" + thing.table;
}

Result<lf::DataLakeSettings> LakeFormation::FindSettings(const AccountId& account,
                                                         const std::string& region) const {
  FIRN_TRY(const auto record, LoadSettings(store, account, region));
  return record->settings;
}

Result<authz::LakeSettings> LakeFormation::SettingsOf(const AccountId& account,
                                                      const std::string& region) const {
  FIRN_TRY(const auto record, LoadSettings(store, account, region));
  return authz::LakeSettings{Names(record->settings.data_lake_admins),
                             Names(record->settings.read_only_admins)};
}

Result<bool> LakeFormation::UsesIamOnly(const authz::LakeResource& resource,
                                        const std::string& region) const {
  const std::string_view owner = OwnerOf(resource.catalog);
  FIRN_TRY(const AccountId account, AccountId::Parse(owner));
  const state::Snapshot snapshot = store.Read();
  if (!resource.database.empty() &&
      snapshot.Has(ClosedKey(owner, region, resource, Extent::kThing))) {
    return false;
  }
  if (!resource.table.empty() &&
      snapshot.Has(ClosedKey(owner, region, resource, Extent::kAllTables))) {
    return false;
  }
  if (owner == resource.catalog) {
    FIRN_TRY(const auto record, LoadSettings(store, account, region));
    return LeavesToIam(record->settings.create_database_default_permissions) &&
           LeavesToIam(record->settings.create_table_default_permissions);
  }
  const auto governed = catalogs.IsLakeFormationMode(account, region, resource.catalog);
  if (!governed && governed.error().kind == Kind::kNotFound) return false;
  if (!governed) return Fail(governed.error());
  return !*governed;
}

Result<authz::LakeRights> LakeFormation::RightsOf(const authz::Principal& principal,
                                                  const authz::LakeResource& resource,
                                                  const std::string& region) const {
  FIRN_TRY(const auto facts, FactsFor(principal, resource, region));
  return authz::RightsOn(principal, resource, facts);
}

Result<std::optional<std::string>> LakeFormation::RegisteredRole(
    const AccountId& account, const std::string& region, const std::string& location) const {
  FIRN_TRY(const Arn arn, Arn::Parse(location));
  const state::Snapshot snapshot = store.Read();
  for (const std::string& place : PlacesOf(location)) {
    const bool every = place.ends_with("bucket/*") && arn.service == "s3tables";
    if (every && arn.account != account.text()) continue;
    FIRN_TRY(const auto record,
             state::LoadShared<LocationRecord>(snapshot, LocationKey(account, region, place)));
    if (record) return record->info.role_arn;
  }
  return std::optional<std::string>();
}

Result<void> LakeFormation::Remember(const api::Call& call, const authz::LakeResource& object) {
  const bool identity = call.principal.kind == authz::Principal::Kind::kUser ||
                        call.principal.kind == authz::Principal::Kind::kRoleSession;
  if (!identity || object.database.empty()) return {};
  GrantRecord record;
  record.principal = call.principal.identity_arn();
  record.catalog = object.catalog;
  record.database = object.database;
  record.table = object.table;
  record.permissions = authz::AllPermissionsOn(authz::KindOf(object));
  record.permissions.insert("ALL");
  record.grantable = record.permissions;
  record.updated = call.now;
  record.updated_by = record.principal;
  std::string key = ThingPrefix(call.region.text(), object, Extent::kThing);
  state::AppendKeyPart(key, record.principal);
  state::AppendKeyPart(key, "");
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    state::Save(transaction, key, record);
    return {};
  });
}

Result<void> LakeFormation::Forget(const authz::LakeResource& object, const std::string& region) {
  if (object.database.empty())
    return Fail(Kind::kInvalid, "only databases and tables are forgotten");
  const std::string owner(OwnerOf(object.catalog));
  return store.Write([&](state::Transaction& transaction) -> Result<void> {
    transaction.ErasePrefix(AssignmentPrefix(region, object));
    transaction.ErasePrefix(FilterPrefix(region, object));
    if (object.table.empty()) {
      for (const char* section : {"grant", "closed", "optin"}) {
        transaction.ErasePrefix(
            state::Key("lakeformation", owner, region, section, object.catalog, object.database));
      }
      return {};
    }
    authz::LakeResource filters = object;
    filters.filter = "*";
    transaction.ErasePrefix(ThingPrefix(region, object, Extent::kThing));
    transaction.ErasePrefix(ThingPrefix(region, filters, Extent::kThing));
    transaction.ErasePrefix(OptInThingPrefix(region, object, Extent::kThing));
    transaction.Erase(ClosedKey(owner, region, object, Extent::kThing));
    return {};
  });
}

}  // namespace firn::services::lakeformation
