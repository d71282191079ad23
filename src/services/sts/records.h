#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace firn::services::sts {

// One open session of a role, user, root or federated user, kept under its access key id.
struct SessionRow {
  std::string secret;
  std::string token;
  Time expiry;
  AccountId account;
  std::string kind = "role";  // or "user", "root", "federated"
  std::string arn;
  std::string id;
  std::string role_arn;
  std::string issuer_arn;  // of a federated user
  std::string issuer_id;
  std::string federated_provider;
  std::optional<Time> mfa;
  std::string session_name;
  std::string source_identity;
  std::vector<std::string> policies;
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_tag_keys;
};

template <class A>
void Describe(A& a, SessionRow& r) {
  a("secret", r.secret), a("token", r.token), a("expiry", r.expiry), a("account", r.account);
  a("kind", r.kind), a("arn", r.arn), a("id", r.id), a("role_arn", r.role_arn);
  a("issuer_arn", r.issuer_arn), a("issuer_id", r.issuer_id);
  a("federated_provider", r.federated_provider), a("mfa", r.mfa);
  a("session_name", r.session_name);
  a("source_identity", r.source_identity), a("policies", r.policies), a("tags", r.tags);
  a("transitive_tag_keys", r.transitive_tag_keys);
}

}  // namespace firn::services::sts
