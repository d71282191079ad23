#include "services/iam/iam.h"

#include <algorithm>
#include <utility>

#include "api/iam.h"
#include "authz/policy.h"
#include "format/json.h"
#include "services/iam/managed.h"
#include "services/iam/roles.h"
#include "services/iam/rows.h"

namespace firn::services::iam {
namespace {

// The last segment of "role/path/Name", when the resource is of that kind.
std::optional<std::string> NameIn(std::string_view resource, std::string_view kind) {
  if (!resource.starts_with(kind)) return std::nullopt;
  return std::string(resource.substr(resource.rfind('/') + 1));
}

// The account and the name in an ARN of IAM, or nothing.
struct Spot {
  AccountId account;
  std::string name;
};
std::optional<Spot> SpotOf(std::string_view text, std::string_view kind) {
  auto arn = Arn::Parse(text);
  if (!arn || arn->service != "iam") return std::nullopt;
  auto account = AccountId::Parse(arn->account);
  auto name = NameIn(arn->resource, kind);
  if (!account || !name) return std::nullopt;
  return Spot{*account, *name};
}

using Names = std::vector<std::string>;

constexpr std::string_view kEverythingAllowed =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";

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

Result<Iam::RowPointer<RoleRow>> Iam::Role(const AccountId& account, std::string_view name) const {
  return Get<RoleRow>(account, name);
}

Result<Iam::RowPointer<UserRow>> Iam::User(const AccountId& account, std::string_view name) const {
  return Get<UserRow>(account, name);
}

Result<Iam::RowPointer<Entity>> Iam::EntityOf(Bearer bearer, const AccountId& account,
                                              std::string_view name) const {
  switch (bearer) {
    case Bearer::kRole: {
      FIRN_TRY(auto role, Get<RoleRow>(account, name));
      return RowPointer<Entity>(role, &role->entity);
    }
    case Bearer::kUser: {
      FIRN_TRY(auto user, Get<UserRow>(account, name));
      return RowPointer<Entity>(user, &user->entity);
    }
    case Bearer::kGroup: break;
  }
  FIRN_TRY(auto group, Get<GroupRow>(account, name));
  return RowPointer<Entity>(group, &group->entity);
}

Result<void> Iam::ChangeEntity(Bearer bearer, const AccountId& account, std::string_view name,
                               const EntityChange& change) {
  const auto inner = [&](auto& row, const state::Reader& reader) {
    return change(row.entity, reader);
  };
  switch (bearer) {
    case Bearer::kRole:
      return Change<RoleRow>(account, name, [&](RoleRow& row, const state::Reader& reader) {
        auto modifiable = CheckModifiable(row.entity);
        return modifiable ? change(row.entity, reader) : modifiable;
      });
    case Bearer::kUser: return Change<UserRow>(account, name, inner);
    case Bearer::kGroup: break;
  }
  return Change<GroupRow>(account, name, inner);
}

Result<Iam::RowPointer<PolicyRow>> Iam::PolicyIn(const state::Reader& reader,
                                                 const AccountId& account, std::string_view arn) {
  const auto& managed = AwsManagedPolicies();
  if (auto found = managed.find(arn); found != managed.end()) return found->second;
  auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != "iam" || !parsed->resource.starts_with("policy/")) {
    return api::iam::InvalidInputException("ARN " + std::string(arn) + " is not valid.");
  }
  if (parsed->account != account.text()) return KindOf<PolicyRow>::Missing(arn);
  FIRN_TRY(auto row, Find<PolicyRow>(reader, account, *NameIn(parsed->resource, "policy/")));
  if (row == nullptr || row->arn != arn) return KindOf<PolicyRow>::Missing(arn);
  return row;
}

Result<Iam::RowPointer<PolicyRow>> Iam::Policy(const AccountId& account,
                                               std::string_view arn) const {
  return PolicyIn(store_.Read(), account, arn);
}

Result<authz::IdentityRecord> Iam::RecordOf(const authz::Principal& principal) const {
  using PrincipalKind = authz::Principal::Kind;
  authz::IdentityRecord record;
  const bool federated = principal.kind == PrincipalKind::kFederatedUser;
  if (federated && principal.issuer_id == principal.account.text()) {
    // The root user made this session: its session policies alone say what it may do.
    record.policies.push_back({"root", std::string(kEverythingAllowed)});
    return record;
  }
  const Bearer bearer =
      principal.kind == PrincipalKind::kRoleSession ? Bearer::kRole : Bearer::kUser;
  const std::string& arn = federated ? principal.issuer_arn : principal.identity_arn();
  const std::string name = arn.substr(arn.rfind('/') + 1);
  const state::Snapshot snapshot = store_.Read();
  RowPointer<UserRow> user;
  RowPointer<Entity> entity;
  if (bearer == Bearer::kRole) {
    FIRN_TRY(auto role, Find<RoleRow>(snapshot, principal.account, name));
    if (role != nullptr) entity = RowPointer<Entity>(role, &role->entity);
  } else {
    FIRN_TRY(user, Find<UserRow>(snapshot, principal.account, name));
    if (user != nullptr) entity = RowPointer<Entity>(user, &user->entity);
  }
  // A namesake made after the principal's credentials is somebody else.
  const std::string id =
      federated ? principal.issuer_id : principal.id.substr(0, principal.id.find(':'));
  if (entity == nullptr || entity->arn != arn || entity->id != id) return record;
  if (!federated) record.tags = entity->tags;
  FIRN_OK(AddPolicies(*entity, record));
  for (const std::string& group_name : user == nullptr ? Names() : user->groups) {
    FIRN_TRY(auto group, Find<GroupRow>(snapshot, principal.account, group_name));
    if (group != nullptr) FIRN_OK(AddPolicies(group->entity, record));
  }
  if (entity->boundary) {
    FIRN_TRY(record.boundary, FindManagedPolicy(*entity->boundary));
    // A boundary that cannot be found must not become no boundary.
    if (!record.boundary)
      return Fail(Kind::kCorrupt, "permissions boundary of " + arn + " is gone");
  }
  return record;
}

Result<void> Iam::AddPolicies(const Entity& entity, authz::IdentityRecord& record) const {
  for (const auto& [policy, document] : entity.policies) {
    record.policies.push_back({policy, document});
  }
  for (const std::string& policy : entity.attached) {
    FIRN_TRY(auto document, FindManagedPolicy(policy));
    if (document) record.policies.push_back(*std::move(document));
  }
  return {};
}

Result<std::optional<authz::RoleRecord>> Iam::FindRole(std::string_view role_arn) const {
  const auto spot = SpotOf(role_arn, "role/");
  if (!spot) return std::nullopt;
  FIRN_TRY(auto row, Find<RoleRow>(store_.Read(), spot->account, spot->name));
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
  FIRN_TRY(auto user, Find<UserRow>(snapshot, key->account, key->user));
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

Result<std::optional<authz::OidcRecord>> Iam::FindOidcProvider(std::string_view arn) const {
  const auto spot = SpotOf(arn, "oidc-provider/");
  if (!spot) return std::nullopt;
  FIRN_TRY(auto row, Find<OidcRow>(store_.Read(), spot->account, arn));
  if (row == nullptr) return std::nullopt;
  return authz::OidcRecord{row->arn, row->name, row->client_ids};
}

Result<std::optional<authz::SamlRecord>> Iam::FindSamlProvider(std::string_view arn) const {
  const auto spot = SpotOf(arn, "saml-provider/");
  if (!spot) return std::nullopt;
  FIRN_TRY(auto row, Find<SamlRow>(store_.Read(), spot->account, arn));
  if (row == nullptr) return std::nullopt;
  return authz::SamlRecord{row->arn, row->metadata};
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
