// ListPoliciesForTarget: lists the policies of one type that are attached to a root, unit or
// account.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListPoliciesForTargetInput;
using api::organizations::ListPoliciesForTargetOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListPoliciesForTargetInput& input) {
  return On(organizations, call, "ListPoliciesForTarget", input.target_id);
}

Result<ListPoliciesForTargetOutput> Handle(Organizations& organizations, const api::Call& call,
                                           const ListPoliciesForTargetInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_TRY(const NodeRow* node, NodeOf(*row, input.target_id));
  std::vector<api::organizations::PolicySummary> policies;
  for (const PolicyRow* policy : PoliciesOn(*row, *node, input.filter))
    policies.push_back(ApiSummary(*row, *policy));
  return Paged(&ListPoliciesForTargetOutput::policies, std::move(policies), input,
               [](const auto& policy) { return *policy.id; });
}

}  // namespace firn::services::organizations
