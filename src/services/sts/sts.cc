#include "services/sts/sts.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "authz/decision.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "services/sts/limits.h"
#include "state/key.h"
#include "state/table.h"

namespace firn::services::sts {
namespace {

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kSecretAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr size_t kKeyCharacters = 16;
constexpr size_t kSecretCharacters = 40;
// Tokens look like AWS's: clients have been seen to look at their beginning.
constexpr std::string_view kTokenPrefix = "FQoGZXIvYXdzE";
constexpr size_t kTokenCharacters = 356;
// Emulators' clients know this secret; it opens nothing but the machine's own lake.
constexpr std::string_view kRootSecret = "test";

std::string SessionKey(std::string_view access_key_id) {
  return state::Key("sts-session", access_key_id);
}

// Ordered by expiry, so that the oldest are found first.
std::string ExpiryKey(Time expiry, std::string_view access_key_id) {
  char micros[24];
  std::snprintf(micros, sizeof micros, "%020lld", static_cast<long long>(EpochMicros(expiry)));
  return state::Key("sts-expiry", std::string_view(micros), access_key_id);
}

Unexpected InvalidToken() {
  return Fail(Error{Kind::kUnauthenticated,
                    "The security token included in the request is invalid.",
                    "InvalidClientTokenId",
                    403,
                    {}});
}

Unexpected ExpiredToken() {
  return Fail(Error{Kind::kUnauthenticated,
                    "The security token included in the request is expired",
                    "ExpiredToken",
                    403,
                    {}});
}

Unexpected AccessDenied(std::string message) {
  return Fail(Error{Kind::kDenied, std::move(message), "AccessDenied", 403, {}});
}

Unexpected ValidationError(std::string message) {
  return Fail(Error{Kind::kInvalid, std::move(message), "ValidationError", 400, {}});
}

authz::Credential RootCredential(const AccountId& account, std::string_view access_key_id) {
  authz::Credential credential;
  credential.secret = kRootSecret;
  credential.principal = authz::RootOf(account);
  credential.principal.access_key_id = access_key_id;
  return credential;
}

authz::Principal SessionPrincipal(const authz::RoleRecord& role, const AccountId& account,
                                  const std::string& session_name) {
  authz::Principal principal;
  principal.kind = authz::Principal::Kind::kRoleSession;
  principal.account = account;
  principal.role_arn = role.arn;
  principal.session_name = session_name;
  principal.id = role.id + ":" + session_name;
  principal.arn =
      Arn::Global("sts", account, "assumed-role/" + role.name + "/" + session_name).text();
  return principal;
}

constexpr std::string_view kRoleKind = "role", kUserKind = "user", kRootKind = "root",
                           kFederatedKind = "federated";

std::string_view KindName(authz::Principal::Kind kind) {
  switch (kind) {
    case authz::Principal::Kind::kUser: return kUserKind;
    case authz::Principal::Kind::kRoot: return kRootKind;
    case authz::Principal::Kind::kFederatedUser: return kFederatedKind;
    case authz::Principal::Kind::kRoleSession:
    case authz::Principal::Kind::kAnonymous:
    case authz::Principal::Kind::kService: break;
  }
  return kRoleKind;
}

authz::Principal::Kind KindOf(std::string_view name) {
  if (name == kUserKind) return authz::Principal::Kind::kUser;
  if (name == kRootKind) return authz::Principal::Kind::kRoot;
  if (name == kFederatedKind) return authz::Principal::Kind::kFederatedUser;
  return authz::Principal::Kind::kRoleSession;
}

authz::Principal PrincipalOf(const SessionRow& row, std::string_view access_key_id) {
  authz::Principal principal;
  principal.kind = KindOf(row.kind);
  principal.temporary = true;
  principal.mfa = row.mfa;
  principal.issuer_arn = row.issuer_arn;
  principal.issuer_id = row.issuer_id;
  principal.federated_provider = row.federated_provider;
  principal.account = row.account;
  principal.arn = row.arn;
  principal.id = row.id;
  principal.role_arn = row.role_arn;
  principal.session_name = row.session_name;
  principal.source_identity = row.source_identity;
  principal.access_key_id = access_key_id;
  principal.session_policies = row.policies;
  principal.session_tags = row.tags;
  return principal;
}

// The account of a role's ARN; ValidationError when the text is no role ARN.
Result<AccountId> RoleAccount(const std::string& role_arn) {
  auto arn = Arn::Parse(role_arn);
  if (arn && arn->service == "iam" && arn->resource.starts_with("role/")) {
    if (auto account = AccountId::Parse(arn->account)) return *account;
  }
  return ValidationError(role_arn + " is invalid");
}

Result<std::chrono::seconds> DurationOf(const api::Call& call, const RoleRequest& request,
                                        const authz::RoleRecord& role) {
  const std::chrono::seconds duration = request.duration.value_or(kSessionDefault);
  if (duration > role.session_max) {
    return ValidationError(
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  const bool chained = call.principal.kind == authz::Principal::Kind::kRoleSession;
  if (chained && duration > kChainedSessionMax) {
    return ValidationError(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
        "chaining.");
  }
  return duration;
}

// What trust policies may ask about the request beyond the caller.
authz::Context ContextOfRequest(const RoleRequest& request, const std::string& source_identity) {
  authz::Context context;
  context.Set("sts:RoleSessionName", request.session_name);
  if (!request.external_id.empty()) context.Set("sts:ExternalId", request.external_id);
  if (!source_identity.empty()) context.Set("sts:SourceIdentity", source_identity);
  std::vector<std::string> keys;
  for (const auto& [key, value] : request.tags) {
    keys.push_back(key);
    context.Set("aws:RequestTag/" + key, value);
  }
  context.Set("aws:TagKeys", std::move(keys));
  context.Set("sts:TransitiveTagKeys", request.transitive_tag_keys);
  context.Set("sts:RequestContextProviders", request.context_providers);
  if (request.mfa) {
    context.Set("aws:MultiFactorAuthPresent", std::string("true"));
    context.Set("aws:MultiFactorAuthAge", std::string("0"));
  }
  return context;
}

}  // namespace

Result<authz::Credential> Sts::FindCredential(std::string_view access_key_id,
                                              std::string_view session_token, Time now) const {
  if (access_key_id == kRootSecret) return RootCredential(default_account_, access_key_id);
  if (auto account = AccountId::Parse(access_key_id)) {
    return RootCredential(*account, access_key_id);
  }
  if (access_key_id.starts_with("AKIA")) {
    FIRN_TRY(auto key, directory_.FindAccessKey(access_key_id));
    if (!key || !key->active || !session_token.empty()) return InvalidToken();
    return authz::Credential{key->secret, "", key->principal, std::nullopt};
  }
  FIRN_TRY(auto row, state::LoadShared<SessionRow>(store_.Read(), SessionKey(access_key_id)));
  if (row == nullptr || !EqualConstantTime(row->token, session_token)) return InvalidToken();
  if (row->expiry <= now) return ExpiredToken();
  return authz::Credential{row->secret, row->token, PrincipalOf(*row, access_key_id), row->expiry};
}

Result<authz::RoleRecord> Sts::TrustedRole(const api::Call& call, const std::string& role_arn,
                                           const std::vector<std::string>& actions,
                                           const authz::Context& extra) {
  FIRN_TRY(const AccountId owner, RoleAccount(role_arn));
  FIRN_TRY(auto role, directory_.FindRole(role_arn));
  const std::string who = "User: " + call.principal.arn + " is not authorized to perform: ";
  if (!role) return AccessDenied(who + "sts:AssumeRole on resource: " + role_arn);
  authz::IdentityRecord record;
  if (authz::HasIdentity(call.principal)) {
    FIRN_TRY(record, directory_.RecordOf(call.principal));
  }
  FIRN_TRY(authz::AccessPolicies caller, PoliciesOf(call.principal, record, cache_));
  FIRN_TRY(const authz::NamedPolicy trust,
           cache_.Get({"trust policy of " + role->name, role->trust}, authz::PolicyKind::kTrust));
  authz::AccessRequest request{call.principal, "", role_arn, owner, {}};
  request.context = authz::ContextOf(call.principal, api::CircumstancesOf(call), record.tags);
  request.context.Set("aws:ResourceAccount", owner.text());
  if (organizations_ != nullptr) {
    FIRN_OK(authz::AddOrganization(*organizations_, cache_, request, caller));
  }
  for (const auto& [key, value] : role->tags) {
    request.context.Set("aws:ResourceTag/" + key, value);
    request.context.Set("iam:ResourceTag/" + key, value);
  }
  for (const auto& [key, values] : extra.entries()) request.context.Set(key, values);
  for (const std::string& action : actions) {
    request.action = action;
    const authz::Decision decision = authz::DecideTrust(request, trust, caller);
    if (!decision.allowed) return AccessDenied(decision.message);
  }
  return *std::move(role);
}

Result<void> Sts::NoteKeyUse(const authz::KeyUse& use) { return directory_.NoteKeyUse(use); }

Result<std::optional<AccountId>> Sts::AccountOfKey(std::string_view access_key_id) const {
  FIRN_TRY(const auto key, directory_.FindAccessKey(access_key_id));
  if (key) return key->principal.account;
  FIRN_TRY(const auto row, state::LoadShared<SessionRow>(store_.Read(), SessionKey(access_key_id)));
  if (row != nullptr) return row->account;
  return std::nullopt;
}

Result<bool> Sts::CheckMfa(const api::Call& call, const std::optional<std::string>& serial,
                           const std::optional<std::string>& code) {
  if (!serial && !code) return false;
  if (!serial || !code) {
    return AccessDenied(
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass "
        "code.");
  }
  bool accepted = false;
  if (call.principal.kind == authz::Principal::Kind::kUser) {
    FIRN_TRY(accepted, directory_.AcceptMfaCode(call.principal, *serial, *code, call.now));
  }
  if (!accepted) {
    return AccessDenied("MultiFactorAuthentication failed with invalid MFA one time pass code.");
  }
  return true;
}

Result<Session> Sts::AssumeRole(const api::Call& call, const RoleRequest& request) {
  if (call.principal.kind == authz::Principal::Kind::kFederatedUser) {
    return AccessDenied(
        "User: " + call.principal.arn +
        " is not authorized to perform: sts:AssumeRole on resource: " + request.role_arn);
  }
  std::vector<std::string> actions = {"sts:AssumeRole"};
  // A source identity stays with a chain of sessions and cannot be changed on the way.
  const std::string& inherited = call.principal.source_identity;
  const std::string identity =
      request.source_identity.empty() ? inherited : request.source_identity;
  if (!inherited.empty() && identity != inherited) {
    return AccessDenied(
        "User: " + call.principal.arn +
        " is not authorized to perform: sts:SetSourceIdentity on resource: " + request.role_arn);
  }
  if (!identity.empty()) actions.push_back("sts:SetSourceIdentity");
  if (!request.tags.empty()) actions.push_back("sts:TagSession");
  if (!request.context_providers.empty()) actions.push_back("sts:SetContext");
  FIRN_TRY(const authz::RoleRecord role,
           TrustedRole(call, request.role_arn, actions, ContextOfRequest(request, identity)));
  FIRN_TRY(const std::chrono::seconds duration, DurationOf(call, request, role));
  FIRN_TRY(const AccountId account, RoleAccount(request.role_arn));
  authz::Principal principal = SessionPrincipal(role, account, request.session_name);
  principal.source_identity = identity;
  principal.session_policies = request.session_policies;
  principal.session_tags = request.tags;
  SessionRow row;
  row.transitive_tag_keys = request.transitive_tag_keys;
  // Transitive tags of the caller's own session come along.
  if (!call.principal.access_key_id.empty()) {
    FIRN_TRY(auto own, state::LoadShared<SessionRow>(store_.Read(),
                                                     SessionKey(call.principal.access_key_id)));
    const std::vector<std::string> none;
    for (const std::string& key : own == nullptr ? none : own->transitive_tag_keys) {
      auto tag = own->tags.find(key);
      if (tag == own->tags.end()) continue;
      if (request.tags.contains(key)) {
        return Fail(Error{Kind::kInvalid,
                          "One of the specified tag keys conflicts with a transitive tag key from "
                          "the calling session: " +
                              key,
                          "InvalidParameterValue",
                          400,
                          {}});
      }
      principal.session_tags.insert(*tag);
      row.transitive_tag_keys.push_back(key);
    }
  }
  return Open(call, std::move(principal), duration, std::move(row));
}

Result<Session> Sts::OpenSession(const api::Call& call, authz::Principal principal,
                                 std::chrono::seconds duration) {
  return Open(call, std::move(principal), duration, SessionRow{});
}

Result<Session> Sts::Open(const api::Call& call, authz::Principal principal,
                          std::chrono::seconds duration, SessionRow row) {
  Session session;
  session.access_key_id = "ASIA" + random_.Text(kKeyCharacters, kIdAlphabet);
  session.secret = random_.Text(kSecretCharacters, kSecretAlphabet);
  session.token = kTokenPrefix;
  session.token += random_.Text(kTokenCharacters - kTokenPrefix.size(), kSecretAlphabet);
  // Whole seconds, as the answer shows them.
  session.expiry = std::chrono::floor<std::chrono::seconds>(call.now) + duration;
  row.secret = session.secret;
  row.token = session.token;
  row.expiry = session.expiry;
  row.account = principal.account;
  row.kind = KindName(principal.kind);
  row.arn = principal.arn;
  row.id = principal.id;
  row.issuer_arn = principal.issuer_arn;
  row.issuer_id = principal.issuer_id;
  row.federated_provider = principal.federated_provider;
  row.mfa = principal.mfa;
  row.role_arn = principal.role_arn;
  row.session_name = principal.session_name;
  row.source_identity = principal.source_identity;
  row.policies = principal.session_policies;
  row.tags = principal.session_tags;
  FIRN_OK(store_.Write([&](state::Transaction& transaction) -> Result<void> {
    Sweep(transaction, call.now);
    state::Save(transaction, SessionKey(session.access_key_id), row);
    transaction.Put(ExpiryKey(session.expiry, session.access_key_id), session.access_key_id);
    return {};
  }));
  session.principal = std::move(principal);
  session.principal.temporary = true;
  session.principal.access_key_id = session.access_key_id;
  return session;
}

void Sts::Sweep(state::Transaction& transaction, Time now) const {
  std::vector<std::pair<std::string, std::string>> old;
  const std::string end = ExpiryKey(now - kExpiredKept, "");
  transaction.ForEachPrefix(state::Key("sts-expiry"), "",
                            [&](std::string_view key, std::string_view access_key_id) {
                              if (key >= end || old.size() == kSweptPerSession) return false;
                              old.emplace_back(key, access_key_id);
                              return true;
                            });
  for (const auto& [key, access_key_id] : old) {
    transaction.Erase(key);
    transaction.Erase(SessionKey(access_key_id));
  }
}

Result<authz::Principal> Sts::AssumeAsService(const api::Call& call,
                                              const ServiceRequest& request) {
  api::Call own = call;
  own.principal = authz::ServicePrincipal(call.account, request.service);
  own.source_ip.clear();  // services call from nowhere that policies may ask about
  std::vector<std::string> actions = {"sts:AssumeRole"};
  if (request.sets_source_identity) actions.push_back("sts:SetSourceIdentity");
  if (request.sets_context) actions.push_back("sts:SetContext");
  const std::string name = request.session_name.empty()
                               ? request.service.substr(0, request.service.find('.'))
                               : request.session_name;
  authz::Context context;
  context.Set("sts:RoleSessionName", name);
  if (!request.external_id.empty()) context.Set("sts:ExternalId", request.external_id);
  context.Set("aws:SourceAccount",
              request.source_account.empty() ? call.account.text() : request.source_account);
  if (!request.source_arn.empty()) context.Set("aws:SourceArn", request.source_arn);
  FIRN_TRY(const authz::RoleRecord role, TrustedRole(own, request.role_arn, actions, context));
  FIRN_TRY(const AccountId account, RoleAccount(request.role_arn));
  return SessionPrincipal(role, account, name);
}

}  // namespace firn::services::sts
