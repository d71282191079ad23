#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/facts.h"
#include "authz/principal.h"
#include "base/result.h"
#include "base/time.h"

namespace firn::authz {

// A role as STS needs it.
struct RoleRecord {
  std::string name;
  std::string arn;  // with its path
  std::string id;   // AROA…
  // The trust policy in force: principals that were deleted since it was written stand as their
  // unique ids.
  std::string trust;
  std::map<std::string, std::string> tags;
  std::chrono::seconds session_max{3600};
};

// A long-lived key as the signature check needs it.
struct KeyRecord {
  std::string secret;
  bool active = true;
  Principal principal;
};

// An OpenID Connect provider that an account trusts.
struct OidcRecord {
  std::string arn;
  std::string url;  // without its scheme
  std::vector<std::string> client_ids;
};

// A SAML provider that an account trusts.
struct SamlRecord {
  std::string arn;
  std::string metadata;
};

// That a long-lived key signed a request.
struct KeyUse {
  std::string access_key_id;
  std::string service;
  std::string region;
  Time at;
};

// What STS asks of IAM beside policies. Threads: any; reads a snapshot.
class IdentityDirectory : public IdentityFacts {
 public:
  virtual Result<std::optional<OidcRecord>> FindOidcProvider(std::string_view arn) const = 0;
  virtual Result<std::optional<SamlRecord>> FindSamlProvider(std::string_view arn) const = 0;
  // Whether the code is the one that the user's device shows now. A code counts once.
  virtual Result<bool> AcceptMfaCode(const Principal& user, std::string_view serial,
                                     std::string_view code, Time now) = 0;
  virtual Result<void> NoteKeyUse(const KeyUse& use) = 0;
  virtual Result<std::optional<RoleRecord>> FindRole(std::string_view role_arn) const = 0;
  virtual Result<std::optional<KeyRecord>> FindAccessKey(std::string_view access_key_id) const = 0;
  // A managed policy's default version, ours or AWS's.
  virtual Result<std::optional<PolicyDocument>> FindManagedPolicy(std::string_view arn) const = 0;
};

// Secret and meaning of an access key, as the signature check wants them.
struct Credential {
  std::string secret;
  std::string session_token;  // empty: the request must not carry one
  Principal principal;
  std::optional<Time> expiry;
};

// Answers whose an access key is. Implemented by STS's state.
class CredentialSource {
 public:
  virtual ~CredentialSource() = default;
  // Checks the token and the expiry. kUnauthenticated: code "InvalidClientTokenId" for keys that
  // are unknown, inactive or come with the wrong token; code "ExpiredToken" for sessions that are
  // over. Protocols spell these codes their own way. An empty `session_token` means that the
  // request carries none.
  virtual Result<Credential> FindCredential(std::string_view access_key_id,
                                            std::string_view session_token, Time now) const = 0;
  // Keeps that a long-lived key signed a request that was genuine.
  virtual Result<void> NoteKeyUse(const KeyUse& use) = 0;
};

}  // namespace firn::authz
