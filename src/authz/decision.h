#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "authz/context.h"
#include "authz/policy.h"
#include "authz/principal.h"

namespace firn::authz {

// A policy with the name people know it by: the ARN of a managed policy or the name of an inline
// one.
struct NamedPolicy {
  std::string name;
  std::shared_ptr<const Policy> policy;
};

// One question: may this principal do this action on this resource in these circumstances?
struct AccessRequest {
  Principal principal;
  std::string action;          // "glue:GetTable"
  std::string resource;        // an ARN, or "*"
  AccountId resource_account;  // whose resource it is; empty means the principal's own account
  Context context;
};

// Everything that bears on the question. An absent boundary or an empty list of session policies
// limits nothing.
struct AccessPolicies {
  std::vector<NamedPolicy> identity;
  std::vector<NamedPolicy> resource;
  std::optional<NamedPolicy> boundary;
  std::vector<NamedPolicy> session;
  bool resource_first = false;  // see ResourceRecord::first_authority
  // Service control policies, level by level: each level must allow what is to be done, even by
  // root. They do not reach the roles that services make for themselves.
  std::vector<std::vector<NamedPolicy>> organization;
};

// What a policy is attached to decides what it can do.
enum class PolicySort { kIdentity, kResource, kBoundary, kSession, kTrust, kOrganization };

// One statement that applied: its principal, action, resource and conditions all held.
struct StatementMatch {
  PolicySort sort = PolicySort::kIdentity;
  size_t policy = 0;  // its place among the policies of its sort
  size_t statement = 0;
  Effect effect = Effect::kDeny;
};

// The answer. `reasons` say in order what was looked at and what it said, for `firn explain` and
// the console; `matches` are the same for programs. `message` is AWS's sentence of refusal ("User:
// … is not authorized to perform: …") and empty when allowed.
struct Decision {
  bool allowed = false;
  std::vector<std::string> reasons;
  std::vector<StatementMatch> matches;
  std::string message;
};

// AWS's policy evaluation: an explicit deny anywhere wins; service control policies must allow;
// then the resource's policies and the identity's are asked (either suffices within an account,
// both are needed across accounts), and boundary and session policies limit what was allowed. Root
// needs no identity policy in its own account. A service is allowed by resource policies only. Where
// the resource decides first, its policies must name the caller or the caller's account, root
// included.
Decision Decide(const AccessRequest& request, const AccessPolicies& policies);

// Whether a role's trust policy, and where AWS asks for it the caller's identity policies, allow
// `request.action` (sts:AssumeRole and its companions) on the role. `trust` must name the caller
// even within an account; naming the account alone leaves the rest to the caller's identity
// policies. Refusals never say why, as on AWS.
Decision DecideTrust(const AccessRequest& request, const NamedPolicy& trust,
                     const AccessPolicies& caller);

// How a policy's principals name a caller. Weaker forms leave more for other policies to say; "*"
// counts as kRole: it suffices within an account but boundaries and session policies still limit
// it.
enum class Named { kNo, kAccount, kRole, kExactly };
Named NamedBy(const PolicyPrincipals& principals, const Principal& principal);

}  // namespace firn::authz
