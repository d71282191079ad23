#include "services/iam/iam.h"

#include <algorithm>
#include <utility>

#include "api/iam.h"
#include "authz/policy.h"
#include "format/json.h"
#include "services/iam/limits.h"
#include "services/iam/managed.h"
#include "state/key.h"
#include "state/table.h"

namespace firn::services::iam {
namespace {

using api::iam::DeleteConflictException;
using api::iam::EntityAlreadyExistsException;
using api::iam::LimitExceededException;
using api::iam::NoSuchEntityException;

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kSecretAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr size_t kIdCharacters = 17;  // after the four of the prefix
constexpr size_t kKeyCharacters = 16;
constexpr size_t kSecretCharacters = 40;
constexpr size_t kEverything = SIZE_MAX;

// Names are unique without regard to case.
std::string Folded(std::string_view name) {
  std::string folded(name);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::string RoleKey(const AccountId& account, std::string_view name) {
  return state::Key("iam", account, "role", Folded(name));
}
std::string UserKey(const AccountId& account, std::string_view name) {
  return state::Key("iam", account, "user", Folded(name));
}
std::string PolicyKey(const AccountId& account, std::string_view name) {
  return state::Key("iam", account, "policy", Folded(name));
}
std::string AccessKeyKey(std::string_view id) { return state::Key("iam-access-key", id); }

Unexpected NoRole(std::string_view name) {
  return NoSuchEntityException("The role with name " + std::string(name) + " cannot be found.");
}
Unexpected NoUser(std::string_view name) {
  return NoSuchEntityException("The user with name " + std::string(name) + " cannot be found.");
}
Unexpected NoPolicy(std::string_view arn) {
  return NoSuchEntityException("Policy " + std::string(arn) + " was not found.");
}
Unexpected NoKey(std::string_view id) {
  return NoSuchEntityException("The Access Key with id " + std::string(id) + " cannot be found.");
}

std::string ArnOf(const AccountId& account, std::string_view kind, std::string_view path,
                  std::string_view name) {
  return Arn::Global("iam", account, std::string(kind) + std::string(path) + std::string(name))
      .text();
}

// The last segment of "role/path/Name", when the resource is of that kind.
std::optional<std::string> NameIn(std::string_view resource, std::string_view kind) {
  if (!resource.starts_with(kind)) return std::nullopt;
  return std::string(resource.substr(resource.rfind('/') + 1));
}

template <class Row>
const std::string& NameOf(const Row& row) {
  return row.entity.name;
}
const std::string& NameOf(const PolicyRow& row) { return row.name; }

// Loads a row whose name is spelled exactly so; null otherwise.
template <class Row>
Result<std::shared_ptr<const Row>> Find(const state::Reader& reader, std::string_view key,
                                        std::string_view name) {
  FIRN_TRY(auto row, state::LoadShared<Row>(reader, key));
  if (row != nullptr && NameOf(*row) != name) row = nullptr;
  return row;
}

template <class Row>
Result<std::vector<std::shared_ptr<const Row>>> All(const state::Reader& reader,
                                                    const AccountId& account,
                                                    std::string_view kind) {
  FIRN_TRY(auto page, state::List<Row>(reader, state::Key("iam", account, kind), "", kEverything));
  std::vector<std::shared_ptr<const Row>> rows;
  for (auto& item : page.items) rows.push_back(std::move(item.value));
  return rows;
}

Result<Iam::Usage> CountUsage(const state::Reader& reader, const AccountId& account,
                              const std::string& arn) {
  Iam::Usage usage;
  const auto count = [&](const Entity& entity) {
    usage.attachments +=
        static_cast<int32_t>(std::count(entity.attached.begin(), entity.attached.end(), arn));
    if (entity.boundary == arn) ++usage.boundaries;
  };
  FIRN_TRY(auto roles, All<RoleRow>(reader, account, "role"));
  for (const auto& row : roles) count(row->entity);
  FIRN_TRY(auto users, All<UserRow>(reader, account, "user"));
  for (const auto& row : users) count(row->entity);
  return usage;
}

Result<void> CheckUnused(const Entity& entity) {
  if (!entity.attached.empty()) {
    return DeleteConflictException("Cannot delete entity, must detach all policies first.");
  }
  if (!entity.policies.empty()) {
    return DeleteConflictException("Cannot delete entity, must delete policies first.");
  }
  return {};
}

// Replaces principals of the "AWS" member, one string or a list.
void Replace(format::Json& names, const std::map<std::string, std::string>& replacements) {
  const auto swap = [&](format::Json& name) {
    if (auto found = replacements.find(std::string(name.string_or("")));
        name.is_string() && found != replacements.end()) {
      name = format::Json(found->second);
    }
  };
  if (names.is_array()) {
    for (format::Json& name : names.mutable_array()) swap(name);
  } else {
    swap(names);
  }
}

}  // namespace

std::string Iam::NewId(std::string_view prefix) {
  return std::string(prefix) + random_.Text(kIdCharacters, kIdAlphabet);
}

Result<std::shared_ptr<const RoleRow>> Iam::Role(const AccountId& account,
                                                 std::string_view name) const {
  FIRN_TRY(auto row, Find<RoleRow>(store_.Read(), RoleKey(account, name), name));
  if (row == nullptr) return NoRole(name);
  return row;
}

Result<std::shared_ptr<const UserRow>> Iam::User(const AccountId& account,
                                                 std::string_view name) const {
  FIRN_TRY(auto row, Find<UserRow>(store_.Read(), UserKey(account, name), name));
  if (row == nullptr) return NoUser(name);
  return row;
}

Result<std::shared_ptr<const Entity>> Iam::EntityOf(Bearer bearer, const AccountId& account,
                                                    std::string_view name) const {
  if (bearer == Bearer::kRole) {
    FIRN_TRY(auto role, Role(account, name));
    return std::shared_ptr<const Entity>(role, &role->entity);
  }
  FIRN_TRY(auto user, User(account, name));
  return std::shared_ptr<const Entity>(user, &user->entity);
}

Result<std::shared_ptr<const PolicyRow>> Iam::Policy(const AccountId& account,
                                                     std::string_view arn) const {
  const auto& managed = AwsManagedPolicies();
  if (auto found = managed.find(arn); found != managed.end()) return found->second;
  auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with("policy/")) {
    return api::iam::InvalidInputException("ARN " + std::string(arn) + " is not valid.");
  }
  if (parsed->account != account.text()) return NoPolicy(arn);
  const std::string name = *NameIn(parsed->resource, "policy/");
  FIRN_TRY(auto row, Find<PolicyRow>(store_.Read(), PolicyKey(account, name), name));
  if (row == nullptr || row->arn != arn) return NoPolicy(arn);
  return row;
}

Result<std::shared_ptr<const KeyRow>> Iam::Key(const AccountId& account, std::string_view user,
                                               std::string_view access_key_id) const {
  FIRN_TRY(auto row, state::LoadShared<KeyRow>(store_.Read(), AccessKeyKey(access_key_id)));
  if (row == nullptr || row->account != account || row->user != user) return NoKey(access_key_id);
  return row;
}

Result<std::vector<std::shared_ptr<const RoleRow>>> Iam::Roles(const AccountId& account) const {
  return All<RoleRow>(store_.Read(), account, "role");
}

Result<std::vector<std::shared_ptr<const UserRow>>> Iam::Users(const AccountId& account) const {
  return All<UserRow>(store_.Read(), account, "user");
}

Result<Iam::Usage> Iam::UsageOf(const AccountId& account, const std::string& policy_arn) const {
  return CountUsage(store_.Read(), account, policy_arn);
}

Result<RoleRow> Iam::AddRole(const AccountId& account, RoleRow role) {
  Entity& entity = role.entity;
  entity.id = NewId("AROA");
  entity.arn = ArnOf(account, "role", entity.path, entity.name);
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = RoleKey(account, entity.name);
    if (transaction.Has(key)) {
      return EntityAlreadyExistsException("Role with name " + entity.name + " already exists.");
    }
    state::Save(transaction, key, role);
    return {};
  }));
  return role;
}

Result<UserRow> Iam::AddUser(const AccountId& account, UserRow user) {
  Entity& entity = user.entity;
  entity.id = NewId("AIDA");
  entity.arn = ArnOf(account, "user", entity.path, entity.name);
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = UserKey(account, entity.name);
    if (transaction.Has(key)) {
      return EntityAlreadyExistsException("User with name " + entity.name + " already exists.");
    }
    state::Save(transaction, key, user);
    return {};
  }));
  return user;
}

Result<PolicyRow> Iam::AddPolicy(const AccountId& account, PolicyRow policy) {
  policy.id = NewId("ANPA");
  policy.arn = ArnOf(account, "policy", policy.path, policy.name);
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    const std::string key = PolicyKey(account, policy.name);
    if (transaction.Has(key)) {
      return EntityAlreadyExistsException("A policy called " + policy.name +
                                          " already exists. Duplicate names are not allowed.");
    }
    state::Save(transaction, key, policy);
    return {};
  }));
  return policy;
}

Result<KeyRow> Iam::AddKey(const AccountId& account, const std::string& user, Time now) {
  KeyRow key;
  key.id = "AKIA" + random_.Text(kKeyCharacters, kIdAlphabet);
  key.secret = random_.Text(kSecretCharacters, kSecretAlphabet);
  key.account = account;
  key.user = user;
  key.created = now;
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<UserRow>(transaction, UserKey(account, user), user));
    if (found == nullptr) return NoUser(user);
    UserRow row = *found;
    if (row.key_ids.size() >= kAccessKeysMax) {
      return LimitExceededException("Cannot exceed quota for AccessKeysPerUser: " +
                                    std::to_string(kAccessKeysMax));
    }
    row.key_ids.push_back(key.id);
    state::Save(transaction, UserKey(account, user), row);
    state::Save(transaction, AccessKeyKey(key.id), key);
    return {};
  }));
  return key;
}

Result<void> Iam::ChangeRole(const AccountId& account, std::string_view name,
                             const std::function<Result<void>(RoleRow&)>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<RoleRow>(transaction, RoleKey(account, name), name));
    if (found == nullptr) return NoRole(name);
    RoleRow row = *found;
    FIRN_OK(change(row));
    state::Save(transaction, RoleKey(account, name), row);
    return {};
  });
}

Result<void> Iam::ChangeEntity(Bearer bearer, const AccountId& account, std::string_view name,
                               const std::function<Result<void>(Entity&)>& change) {
  if (bearer == Bearer::kRole) {
    return ChangeRole(account, name, [&](RoleRow& role) { return change(role.entity); });
  }
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<UserRow>(transaction, UserKey(account, name), name));
    if (found == nullptr) return NoUser(name);
    UserRow row = *found;
    FIRN_OK(change(row.entity));
    state::Save(transaction, UserKey(account, name), row);
    return {};
  });
}

Result<void> Iam::ChangeKey(const AccountId& account, std::string_view user,
                            std::string_view access_key_id,
                            const std::function<Result<void>(KeyRow&)>& change) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto key, state::Load<KeyRow>(transaction, AccessKeyKey(access_key_id)));
    if (!key || key->account != account || key->user != user) return NoKey(access_key_id);
    FIRN_OK(change(*key));
    state::Save(transaction, AccessKeyKey(access_key_id), *key);
    return {};
  });
}

Result<void> Iam::RemoveRole(const AccountId& account, std::string_view name) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<RoleRow>(transaction, RoleKey(account, name), name));
    if (found == nullptr) return NoRole(name);
    FIRN_OK(CheckUnused(found->entity));
    transaction.Erase(RoleKey(account, name));
    return {};
  });
}

Result<void> Iam::RemoveUser(const AccountId& account, std::string_view name) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found, Find<UserRow>(transaction, UserKey(account, name), name));
    if (found == nullptr) return NoUser(name);
    if (!found->key_ids.empty()) {
      return DeleteConflictException("Cannot delete entity, must remove referenced objects first.");
    }
    FIRN_OK(CheckUnused(found->entity));
    transaction.Erase(UserKey(account, name));
    return {};
  });
}

Result<void> Iam::RemovePolicy(const AccountId& account, std::string_view arn) {
  FIRN_TRY(auto policy, Policy(account, arn));
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto found,
             Find<PolicyRow>(transaction, PolicyKey(account, policy->name), policy->name));
    if (found == nullptr || found->arn != arn) return NoPolicy(arn);
    FIRN_TRY(const Usage usage, CountUsage(transaction, account, policy->arn));
    if (usage.attachments > 0 || usage.boundaries > 0) {
      return DeleteConflictException("Cannot delete a policy attached to entities.");
    }
    transaction.Erase(PolicyKey(account, policy->name));
    return {};
  });
}

Result<void> Iam::RemoveKey(const AccountId& account, std::string_view user,
                            std::string_view access_key_id) {
  return store_.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(auto key, state::LoadShared<KeyRow>(transaction, AccessKeyKey(access_key_id)));
    if (key == nullptr || key->account != account || key->user != user) {
      return NoKey(access_key_id);
    }
    FIRN_TRY(auto found, Find<UserRow>(transaction, UserKey(account, user), user));
    if (found != nullptr) {
      UserRow row = *found;
      std::erase(row.key_ids, access_key_id);
      state::Save(transaction, UserKey(account, user), row);
    }
    transaction.Erase(AccessKeyKey(access_key_id));
    return {};
  });
}

Result<authz::IdentityRecord> Iam::RecordOf(const authz::Principal& principal) const {
  authz::IdentityRecord record;
  const bool session = principal.kind == authz::Principal::Kind::kRoleSession;
  const std::string& arn = principal.identity_arn();
  const std::string name = arn.substr(arn.rfind('/') + 1);
  auto found = EntityOf(session ? Bearer::kRole : Bearer::kUser, principal.account, name);
  if (!found && found.error().kind == Kind::kNotFound) return record;
  if (!found) return Fail(std::move(found).error());
  const Entity& entity = **found;
  // A namesake made after the principal's credentials is somebody else.
  const std::string id = principal.id.substr(0, principal.id.find(':'));
  if (entity.arn != arn || entity.id != id) return record;
  record.tags = entity.tags;
  for (const auto& [policy, document] : entity.policies) {
    record.policies.push_back({policy, document});
  }
  for (const std::string& policy : entity.attached) {
    FIRN_TRY(auto document, FindManagedPolicy(policy));
    if (document) record.policies.push_back(*std::move(document));
  }
  if (entity.boundary) {
    FIRN_TRY(record.boundary, FindManagedPolicy(*entity.boundary));
    // A boundary that cannot be found must not become no boundary.
    if (!record.boundary)
      return Fail(Kind::kCorrupt, "permissions boundary of " + arn + " is gone");
  }
  return record;
}

Result<std::optional<authz::RoleRecord>> Iam::FindRole(std::string_view role_arn) const {
  auto arn = Arn::Parse(role_arn);
  if (!arn || arn->service != "iam") return std::nullopt;
  auto account = AccountId::Parse(arn->account);
  auto name = NameIn(arn->resource, "role/");
  if (!account || !name) return std::nullopt;
  FIRN_TRY(auto row, Find<RoleRow>(store_.Read(), RoleKey(*account, *name), *name));
  if (row == nullptr || row->entity.arn != role_arn) return std::nullopt;
  authz::RoleRecord record;
  record.name = row->entity.name;
  record.arn = row->entity.arn;
  record.id = row->entity.id;
  record.trust = TrustInForce(*row);
  record.tags = row->entity.tags;
  record.session_max = std::chrono::seconds(row->session_seconds_max);
  return record;
}

Result<std::optional<authz::KeyRecord>> Iam::FindAccessKey(std::string_view access_key_id) const {
  const state::Snapshot snapshot = store_.Read();
  FIRN_TRY(auto key, state::LoadShared<KeyRow>(snapshot, AccessKeyKey(access_key_id)));
  if (key == nullptr) return std::nullopt;
  FIRN_TRY(auto user, Find<UserRow>(snapshot, UserKey(key->account, key->user), key->user));
  if (user == nullptr) return std::nullopt;
  authz::KeyRecord record;
  record.secret = key->secret;
  record.active = key->active;
  record.principal.kind = authz::Principal::Kind::kUser;
  record.principal.account = key->account;
  record.principal.arn = user->entity.arn;
  record.principal.id = user->entity.id;
  record.principal.access_key_id = key->id;
  return record;
}

Result<std::optional<authz::PolicyDocument>> Iam::FindManagedPolicy(std::string_view arn) const {
  AccountId owner;
  if (auto parsed = Arn::Parse(arn))
    owner = AccountId::Parse(parsed->account).value_or(AccountId());
  auto policy = Policy(owner, arn);
  if (!policy) return std::nullopt;
  const auto version = (*policy)->versions.find((*policy)->default_version);
  if (version == (*policy)->versions.end()) return std::nullopt;
  return authz::PolicyDocument{(*policy)->arn, version->second.document};
}

std::optional<std::string> Iam::CurrentId(const std::string& principal) const {
  auto arn = Arn::Parse(principal);
  if (!arn) return std::nullopt;
  auto account = AccountId::Parse(arn->account);
  if (!account) return std::nullopt;
  for (Bearer bearer : {Bearer::kRole, Bearer::kUser}) {
    auto name = NameIn(arn->resource, bearer == Bearer::kRole ? "role/" : "user/");
    if (!name) continue;
    auto entity = EntityOf(bearer, *account, *name);
    if (entity && (*entity)->arn == principal) return (*entity)->id;
  }
  return std::nullopt;
}

Result<std::map<std::string, std::string>> Iam::TrustedIds(std::string_view document) const {
  auto policy = authz::ParsePolicy(document, authz::PolicyKind::kTrust);
  if (!policy) return api::iam::MalformedPolicyDocumentException(policy.error().message);
  std::map<std::string, std::string> ids;
  for (const authz::Statement& statement : policy->statements) {
    for (const std::string& name : statement.principals.aws) {
      auto arn = Arn::Parse(name);
      const bool account = AccountId::Parse(name).has_value() || (arn && arn->resource == "root");
      if (account) continue;
      std::optional<std::string> id = CurrentId(name);
      bool known = id.has_value();
      if (arn && arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
        const std::string rest = arn->resource.substr(std::string("assumed-role/").size());
        auto owner = AccountId::Parse(arn->account);
        known = owner && Role(*owner, rest.substr(0, rest.find('/'))).has_value();
      }
      if (!known) {
        return api::iam::MalformedPolicyDocumentException(
            "Invalid principal in policy: \"AWS\":\"" + name + "\"");
      }
      if (id) ids[name] = *id;
    }
  }
  return ids;
}

std::string Iam::TrustInForce(const RoleRow& role) const {
  std::map<std::string, std::string> gone;
  for (const auto& [arn, id] : role.trusted_ids) {
    if (CurrentId(arn) != id) gone[arn] = id;
  }
  if (gone.empty()) return role.trust;
  auto json = format::ParseJson(role.trust);
  if (!json) return role.trust;
  const auto mend = [&](format::Json& statement) {
    format::Json* principal = statement.Find("Principal");
    format::Json* names = principal == nullptr ? nullptr : principal->Find("AWS");
    if (names != nullptr) Replace(*names, gone);
  };
  if (format::Json* statements = json->Find("Statement")) {
    if (statements->is_array()) {
      for (format::Json& statement : statements->mutable_array()) mend(statement);
    } else {
      mend(*statements);
    }
  }
  return json->Text();
}

}  // namespace firn::services::iam
