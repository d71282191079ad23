#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "authz/directory.h"
#include "authz/policy_cache.h"
#include "services/sts/records.h"
#include "state/store.h"
#include "sys/random.h"

namespace firn::services::sts {

// What a caller asks of a role.
struct RoleRequest {
  std::string role_arn;
  std::string session_name;
  std::string external_id;                    // empty: none
  std::string source_identity;                // empty: none
  std::vector<std::string> session_policies;  // documents
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_tag_keys;
  std::vector<std::string> context_providers;  // ARNs of ProvidedContexts
  bool mfa = false;                            // the caller showed a code of its device
  std::optional<std::chrono::seconds> duration;
};

// What a service asks: AWS services act in roles of their customers and say for whom they do it.
struct ServiceRequest {
  std::string role_arn;
  std::string service;         // "firehose.amazonaws.com"
  std::string session_name;    // empty: the service's first word
  std::string external_id;     // Firehose sends the account id
  std::string source_account;  // aws:SourceAccount; empty: the call's account
  std::string source_arn;      // aws:SourceArn; empty: none
  bool sets_source_identity =
      false;  // Lake Formation also needs sts:SetSourceIdentity and sts:SetContext
  bool sets_context = false;
};

// A session that has been opened.
struct Session {
  std::string access_key_id;
  std::string secret;
  std::string token;
  Time expiry;
  authz::Principal principal;
};

// STS's state: the sessions that are open, and whose every access key is.
//
// Crash story: a session is durable before its credentials are answered.
//
// Threads: any.
class Sts final : public authz::CredentialSource {
 public:
  // Sessions live for as long as their credentials; the default account is that of access key
  // "test".
  Sts(state::Store& store, sys::Random& random, authz::IdentityDirectory& directory,
      AccountId default_account)
      : store_(store),
        random_(random),
        directory_(directory),
        default_account_(std::move(default_account)) {}

  // The organizations whose service control policies limit who assumes roles. Called once, before
  // any request; they outlive this.
  void Connect(const authz::OrganizationFacts& organizations) { organizations_ = &organizations; }

  Result<authz::Credential> FindCredential(std::string_view access_key_id,
                                           std::string_view session_token, Time now) const override;
  Result<void> NoteKeyUse(const authz::KeyUse& use) override;

  // Opens a session of a role for the call's principal and answers with its credentials. A role
  // that is not there and one that does not trust the caller look alike: kDenied with AWS's
  // sentence and code AccessDenied.
  Result<Session> AssumeRole(const api::Call& call, const RoleRequest& request);

  // The principal that a service becomes by assuming a role, without credentials or network: what
  // Firehose delivers as and Lake Formation vends for. The trust policy decides, as it does for
  // AssumeRole; kDenied otherwise.
  Result<authz::Principal> AssumeAsService(const api::Call& call, const ServiceRequest& request);

  // Opens a session with credentials for any principal: one that AssumeAsService gave, for vending
  // to engines, a user, or a federated user. The session policies narrow what it may do.
  Result<Session> OpenSession(const api::Call& call, authz::Principal principal,
                              std::chrono::seconds duration);

  // The account that a key belongs to, whatever its state; empty when it is nobody's here.
  Result<std::optional<AccountId>> AccountOfKey(std::string_view access_key_id) const;

  const authz::IdentityDirectory& directory() const { return directory_; }
  // Checks the code of the calling user's multi-factor device. AccessDenied with AWS's sentences;
  // false when neither device nor code is given.
  Result<bool> CheckMfa(const api::Call& call, const std::optional<std::string>& serial,
                        const std::optional<std::string>& code);

 private:
  Result<authz::RoleRecord> TrustedRole(const api::Call& call, const std::string& role_arn,
                                        const std::vector<std::string>& actions,
                                        const authz::Context& extra);
  Result<Session> Open(const api::Call& call, authz::Principal principal,
                       std::chrono::seconds duration, SessionRow row);
  void Sweep(state::Transaction& transaction, Time now) const;

  state::Store& store_;
  sys::Random& random_;
  authz::IdentityDirectory& directory_;
  const authz::OrganizationFacts* organizations_ = nullptr;
  AccountId default_account_;
  authz::PolicyCache cache_;
};

}  // namespace firn::services::sts
