#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/time.h"

// What IAM keeps. Every record lives under its account; access keys also under their own id,
// because a signature names nothing else.
namespace firn::services::iam {

// What roles and users have in common: a name, and policies that say what they may do.
struct Entity {
  std::string name;
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  std::optional<std::string> boundary;  // ARN of a managed policy
  std::map<std::string, std::string> tags;
  std::map<std::string, std::string> policies;  // inline: name to document
  std::vector<std::string> attached;            // ARNs of managed policies, in order of attachment
};

struct RoleRow {
  Entity entity;
  std::string trust;
  // The unique ids that the trust policy's users and roles had when it was written. A principal
  // deleted since, or made anew under its name, is no longer trusted.
  std::map<std::string, std::string> trusted_ids;
  std::optional<std::string> description;
  int32_t session_seconds_max = 3600;
  bool session_chosen = false;  // the maximum was given, not defaulted
};

struct UserRow {
  Entity entity;
  std::vector<std::string> key_ids;  // in order of creation
};

struct VersionRow {
  std::string document;
  Time created;
};

struct PolicyRow {
  std::string name;
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  Time updated;
  std::optional<std::string> description;
  std::map<std::string, std::string> tags;
  std::map<std::string, VersionRow> versions;  // "v1" and so on
  std::string default_version = "v1";
};

struct KeyRow {
  std::string id;
  std::string secret;
  AccountId account;
  std::string user;
  bool active = true;
  Time created;
};

template <class A>
void Describe(A& a, Entity& r) {
  a("name", r.name), a("path", r.path), a("id", r.id), a("arn", r.arn), a("created", r.created);
  a("boundary", r.boundary), a("tags", r.tags), a("policies", r.policies);
  a("attached", r.attached);
}

template <class A>
void Describe(A& a, RoleRow& r) {
  a("entity", r.entity), a("trust", r.trust), a("trusted_ids", r.trusted_ids);
  a("description", r.description), a("session_seconds_max", r.session_seconds_max);
  a("session_chosen", r.session_chosen);
}

template <class A>
void Describe(A& a, UserRow& r) {
  a("entity", r.entity), a("key_ids", r.key_ids);
}

template <class A>
void Describe(A& a, VersionRow& r) {
  a("document", r.document), a("created", r.created);
}

template <class A>
void Describe(A& a, PolicyRow& r) {
  a("name", r.name), a("path", r.path), a("id", r.id), a("arn", r.arn), a("created", r.created);
  a("updated", r.updated), a("description", r.description), a("tags", r.tags);
  a("versions", r.versions), a("default_version", r.default_version);
}

template <class A>
void Describe(A& a, KeyRow& r) {
  a("id", r.id), a("secret", r.secret), a("account", r.account), a("user", r.user);
  a("active", r.active), a("created", r.created);
}

}  // namespace firn::services::iam
