#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "api/kms.h"
#include "base/ids.h"
#include "base/time.h"

namespace firn::services::kms {

// One version of a key's secret: 32 bytes of AES, an HMAC key, or a private key in DER. `sealed` is it under the lake's
// root key (vault.h); nothing in the state reads it without that.
struct MaterialRecord {
  std::string id;          // 64 hexadecimal digits
  std::string sealed;
  std::string public_key;  // DER; of key pairs only
  Time created;
  std::string rotation;    // how it came to be: empty for the first, else AUTOMATIC or ON_DEMAND
};

template <class A>
void Describe(A& a, MaterialRecord& r) {
  a("id", r.id);
  a("sealed", r.sealed);
  a("public_key", r.public_key);
  a("created", r.created);
  a("rotation", r.rotation);
}

struct KeyRecord {
  std::string id;
  std::string description;
  std::string usage;
  std::string spec;
  std::string service;  // of keys that AWS would manage: "s3"; empty for customers' own
  Time created;
  std::string state;    // Enabled, Disabled or PendingDeletion
  std::optional<Time> deletion;
  std::string policy;
  std::map<std::string, std::string> tags;
  std::optional<Time> next_rotation;  // set when rotation is on
  int32_t rotation_days = 0;          // kept when it is switched off, as AWS does
  std::vector<MaterialRecord> materials;  // the newest last
  // Multi-Region keys: the first is the primary's. Empty for others.
  std::vector<std::string> regions;
};

template <class A>
void Describe(A& a, KeyRecord& r) {
  a("id", r.id);
  a("description", r.description);
  a("usage", r.usage);
  a("spec", r.spec);
  a("service", r.service);
  a("created", r.created);
  a("state", r.state);
  a("deletion", r.deletion);
  a("policy", r.policy);
  a("tags", r.tags);
  a("next_rotation", r.next_rotation);
  a("rotation_days", r.rotation_days);
  a("materials", r.materials);
  a("regions", r.regions);
}

struct AliasRecord {
  std::string name;  // "alias/..."
  std::string key_id;
  Time created;
  Time updated;
};

template <class A>
void Describe(A& a, AliasRecord& r) {
  a("name", r.name);
  a("key_id", r.key_id);
  a("created", r.created);
  a("updated", r.updated);
}

struct GrantRecord {
  std::string id;
  std::string key_id;
  std::string token;
  std::string name;
  std::string grantee;
  std::string retiring;
  std::string issuer;
  std::vector<std::string> operations;
  std::map<std::string, std::string> context_subset;
  std::map<std::string, std::string> context_equals;
  Time created;
};

template <class A>
void Describe(A& a, GrantRecord& r) {
  a("id", r.id);
  a("key_id", r.key_id);
  a("token", r.token);
  a("name", r.name);
  a("grantee", r.grantee);
  a("retiring", r.retiring);
  a("issuer", r.issuer);
  a("operations", r.operations);
  a("context_subset", r.context_subset);
  a("context_equals", r.context_equals);
  a("created", r.created);
}

}  // namespace firn::services::kms
