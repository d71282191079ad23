#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/iam.h"
#include "base/ids.h"
#include "base/time.h"

// What IAM keeps. Every record lives under its account; access keys also under their own id,
// because a signature names nothing else.
namespace firn::services::iam {

// What roles, users and groups have in common: a name, and policies that say what they may do.
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

// A console password; only a salted and stretched digest of it is kept.
struct LoginRow {
  Time created;
  std::string salt;
  std::string digest;
  Time changed;
  bool reset_required = false;
  std::vector<std::string> old_digests;  // newest first, under the same salt
};

struct SshKeyRow {
  std::string id;
  std::string body;
  std::string fingerprint;
  bool active = true;
  Time uploaded;
};

struct SigningRow {
  std::string id;
  std::string body;
  bool active = true;
  Time uploaded;
};

// A password for one service only. It is told once; a digest would do, if anything asked for it.
struct ServiceCredentialRow {
  std::string id;
  std::string service;
  std::string service_user;
  bool active = true;
  Time created;
};

struct UserRow {
  Entity entity;
  std::vector<std::string> key_ids;  // in order of creation
  std::vector<std::string> groups;   // names
  std::vector<std::string> mfa;      // serial numbers, in order of enabling
  std::optional<LoginRow> login;
  std::vector<SshKeyRow> ssh_keys;
  std::vector<SigningRow> certificates;
  std::vector<ServiceCredentialRow> credentials;
};

struct GroupRow {
  Entity entity;
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
  int32_t versions_made = 1;  // numbers are never given twice
};

struct KeyRow {
  std::string id;
  std::string secret;
  AccountId account;
  std::string user;
  bool active = true;
  Time created;
  std::optional<Time> used;  // to a quarter of an hour
  std::string used_service;
  std::string used_region;
};

struct ProfileRow {
  std::string name;
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  std::map<std::string, std::string> tags;
  std::optional<std::string> role;  // its name
};

// A virtual device; its serial number is its ARN.
struct MfaRow {
  std::string name;
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  std::map<std::string, std::string> tags;
  std::string seed;                 // twenty random bytes
  std::optional<std::string> user;  // whose it is
  std::optional<Time> enabled;
  int64_t last_step = 0;  // of the newest code accepted: no code counts twice
};

// A server certificate. Its private key is compared with it on arrival and not kept: nothing here
// may ever show it, and nothing here terminates TLS for it.
struct CertificateRow {
  std::string name;
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  std::map<std::string, std::string> tags;
  std::string body;
  std::optional<std::string> chain;
  Time expires;
};

struct OidcRow {
  std::string name;  // the URL without its scheme
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  std::map<std::string, std::string> tags;
  std::vector<std::string> client_ids;
  std::vector<std::string> thumbprints;
};

struct SamlRow {
  std::string name;
  std::string path = "/";
  std::string id;
  std::string arn;
  Time created;
  std::map<std::string, std::string> tags;
  std::string metadata;
  Time valid_until;
};

// What belongs to the account itself.
struct AccountRow {
  std::string alias;
  std::optional<api::iam::PasswordPolicy> password_policy;
  std::string report;  // the newest credential report
  std::optional<Time> reported;
  std::string token_version = "v1Token";
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
void Describe(A& a, LoginRow& r) {
  a("created", r.created), a("salt", r.salt), a("digest", r.digest), a("changed", r.changed);
  a("reset_required", r.reset_required), a("old_digests", r.old_digests);
}

template <class A>
void Describe(A& a, SshKeyRow& r) {
  a("id", r.id), a("body", r.body), a("fingerprint", r.fingerprint), a("active", r.active);
  a("uploaded", r.uploaded);
}

template <class A>
void Describe(A& a, SigningRow& r) {
  a("id", r.id), a("body", r.body), a("active", r.active), a("uploaded", r.uploaded);
}

template <class A>
void Describe(A& a, ServiceCredentialRow& r) {
  a("id", r.id), a("service", r.service), a("service_user", r.service_user);
  a("active", r.active), a("created", r.created);
}

template <class A>
void Describe(A& a, UserRow& r) {
  a("entity", r.entity), a("key_ids", r.key_ids), a("groups", r.groups), a("mfa", r.mfa);
  a("login", r.login), a("ssh_keys", r.ssh_keys), a("certificates", r.certificates);
  a("credentials", r.credentials);
}

template <class A>
void Describe(A& a, GroupRow& r) {
  a("entity", r.entity);
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
  a("versions_made", r.versions_made);
}

template <class A>
void Describe(A& a, KeyRow& r) {
  a("id", r.id), a("secret", r.secret), a("account", r.account), a("user", r.user);
  a("active", r.active), a("created", r.created), a("used", r.used);
  a("used_service", r.used_service), a("used_region", r.used_region);
}

// Members that every object with a name of its own has.
template <class A, class Row>
void DescribeObject(A& a, Row& r) {
  a("name", r.name), a("path", r.path), a("id", r.id), a("arn", r.arn), a("created", r.created);
  a("tags", r.tags);
}

template <class A>
void Describe(A& a, ProfileRow& r) {
  DescribeObject(a, r), a("role", r.role);
}

template <class A>
void Describe(A& a, MfaRow& r) {
  DescribeObject(a, r), a("seed", r.seed), a("user", r.user), a("enabled", r.enabled);
  a("last_step", r.last_step);
}

template <class A>
void Describe(A& a, CertificateRow& r) {
  DescribeObject(a, r), a("body", r.body), a("chain", r.chain), a("expires", r.expires);
}

template <class A>
void Describe(A& a, OidcRow& r) {
  DescribeObject(a, r), a("client_ids", r.client_ids), a("thumbprints", r.thumbprints);
}

template <class A>
void Describe(A& a, SamlRow& r) {
  DescribeObject(a, r), a("metadata", r.metadata), a("valid_until", r.valid_until);
}

template <class A>
void Describe(A& a, AccountRow& r) {
  a("alias", r.alias), a("password_policy", r.password_policy), a("report", r.report);
  a("reported", r.reported), a("token_version", r.token_version);
}

}  // namespace firn::services::iam
