#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "authz/lake.h"
#include "authz/principal.h"

namespace firn::authz {

// A policy document in force, with the name or ARN it is known by.
struct PolicyDocument {
  std::string name;
  std::string document;
};

// What IAM says about a principal. A user or role that is gone has nothing and may do nothing.
struct IdentityRecord {
  std::vector<PolicyDocument> policies;  // inline and attached, of the user or role
  std::optional<PolicyDocument> boundary;
  std::map<std::string, std::string> tags;
};

// Answers what policies an identity carries. Implemented by IAM's state. Threads: any; reads a
// snapshot.
class IdentityFacts {
 public:
  virtual ~IdentityFacts() = default;
  virtual Result<IdentityRecord> RecordOf(const Principal& principal) const = 0;
};

// The policies on a resource and its containers (a table's and its bucket's), and whose it is.
struct ResourceRecord {
  AccountId owner;
  std::vector<PolicyDocument> policies;
  // Whether these policies are the resource's first authority, as those of KMS keys are: identities' policies, even
  // root, count only as far as they let the account in.
  bool first_authority = false;
  // Condition keys the resource itself answers, such as its tags (aws:ResourceTag/...).
  std::map<std::string, std::vector<std::string>> context;
};

// Answers what policies a resource carries. Each service that has resource policies implements one;
// it answers nothing for ARNs that are not its own. Threads: any.
class ResourceFacts {
 public:
  virtual ~ResourceFacts() = default;
  virtual Result<std::optional<ResourceRecord>> RecordOf(std::string_view arn) const = 0;
};

// The organization that an account is in.
struct OrganizationRecord {
  std::string id;
  std::string path;  // "o-…/r-…/ou-…/", as aws:PrincipalOrgPaths has it
  // The service control policies that limit the account, level by level from the root; empty when
  // none do. Each level must allow what is to be done.
  std::vector<std::vector<PolicyDocument>> control_policies;
};

// Answers which organization an account is in. Threads: any; reads a snapshot.
class OrganizationFacts {
 public:
  virtual ~OrganizationFacts() = default;
  virtual Result<std::optional<OrganizationRecord>> OrganizationOf(
      const AccountId& account) const = 0;
};

// Answers what Lake Formation knows. `region` is part of every catalog's identity. Threads: any.
class LakeFacts {
 public:
  virtual ~LakeFacts() = default;
  // What bears on the principal's rights on the resource: the grants that may cover the principal
  // on it, on its database's table wildcard, on the catalogs above it and by its LF-tags. More than
  // these is harmless. The cost must not grow with the grants of others.
  virtual Result<LakeFactsFor> FactsFor(const Principal& principal, const LakeResource& resource,
                                        const std::string& region) const = 0;
};

}  // namespace firn::authz
