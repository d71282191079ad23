// DetachPolicy: detaches a policy. A target keeps at least one service control policy.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DetachPolicyInput;
using api::organizations::DetachPolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DetachPolicyInput& input) {
  return On(organizations, call, "DetachPolicy", input.policy_id);
}

Result<DetachPolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const DetachPolicyInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_TRY(const PolicyRow* policy, PolicyOf(row, input.policy_id));
    FIRN_TRY(NodeRow * node, NodeOf(row, input.target_id));
    if (!node->policies.contains(input.policy_id)) {
      return api::organizations::PolicyNotAttachedException(
          "The policy isn't attached to the specified target.");
    }
    if (policy->type == kServiceControl && PoliciesOn(row, *node, policy->type).size() == 1) {
      return api::organizations::ConstraintViolationException(
          "You can't remove the last service control policy of a target.");
    }
    node->policies.erase(input.policy_id);
    return {};
  }));
  return DetachPolicyOutput{};
}

}  // namespace firn::services::organizations
