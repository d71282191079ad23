#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

namespace firn::services::sts {

// One open session, kept under its access key id.
struct SessionRow {
  std::string secret;
  std::string token;
  Time expiry;
  AccountId account;
  std::string arn;
  std::string id;
  std::string role_arn;
  std::string session_name;
  std::string source_identity;
  std::vector<std::string> policies;
  std::map<std::string, std::string> tags;
  std::vector<std::string> transitive_tag_keys;
};

template <class A>
void Describe(A& a, SessionRow& r) {
  a("secret", r.secret), a("token", r.token), a("expiry", r.expiry), a("account", r.account);
  a("arn", r.arn), a("id", r.id), a("role_arn", r.role_arn), a("session_name", r.session_name);
  a("source_identity", r.source_identity), a("policies", r.policies), a("tags", r.tags);
  a("transitive_tag_keys", r.transitive_tag_keys);
}

}  // namespace firn::services::sts
