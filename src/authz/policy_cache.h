#pragma once

#include <map>
#include <memory>
#include <string>

#include "authz/decision.h"
#include "authz/facts.h"
#include "authz/policy.h"
#include "sys/thread.h"

namespace firn::authz {

// Remembers parsed documents by their text, so that a policy is read once and not on every request.
// Threads: any.
class PolicyCache {
 public:
  // kCorrupt when the document cannot be read.
  Result<NamedPolicy> Get(const PolicyDocument& document, PolicyKind kind);

 private:
  sys::Mutex mutex_;
  std::map<std::pair<PolicyKind, std::string>, std::shared_ptr<const Policy>> parsed_;
};

// The request's keys and the caller's policies as the decision wants them: the identity's own, its
// boundary, and those passed to AssumeRole.
Result<AccessPolicies> PoliciesOf(const Principal& principal, const IdentityRecord& record,
                                  PolicyCache& cache);

// Adds what the caller's organization says: its condition keys and its service control policies.
Result<void> AddOrganization(const OrganizationFacts& organizations, PolicyCache& cache,
                             AccessRequest& request, AccessPolicies& policies);

}  // namespace firn::authz
