#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace firn::authz {

// Who is calling. Root may do anything in its account; a service acts only inside this program (its
// name is the AWS service principal, "firehose.amazonaws.com") and may only do what roles trust it
// for. A federated user is a session that GetFederationToken gave: it may do what the user who
// asked for it may, as far as its session policies allow it.
struct Principal {
  enum class Kind { kAnonymous, kRoot, kUser, kRoleSession, kFederatedUser, kService };
  Kind kind = Kind::kAnonymous;
  AccountId account;
  std::string arn;  // as GetCallerIdentity prints it: arn:aws:sts::A:assumed-role/R/s for a session
  std::string id;   // account id, AIDA…, AROA…:session, or account:name of a federated user
  std::string role_arn;    // sessions only: the role, with its path
  std::string issuer_arn;  // federated users only: the user, or root, that asked for the session
  std::string issuer_id;
  std::string session_name;
  std::string source_identity;
  std::string federated_provider;  // sessions of web identities and SAML: the provider's ARN
  bool temporary = false;          // the credentials are those of a session
  std::optional<Time> mfa;         // when the session's opener proved to have its device
  std::string access_key_id;
  std::vector<std::string> session_policies;  // JSON documents passed to AssumeRole
  std::map<std::string, std::string> session_tags;

  // The IAM identity that policies and grants name: the role for a session, otherwise the principal
  // itself.
  const std::string& identity_arn() const { return role_arn.empty() ? arn : role_arn; }
};

// Whether IAM's policies say what the principal may do: users, roles and federated users.
bool HasIdentity(const Principal& principal);

Principal RootOf(const AccountId& account);
Principal ServicePrincipal(const AccountId& account, std::string_view service);

}  // namespace firn::authz
