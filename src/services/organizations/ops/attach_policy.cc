// AttachPolicy: attaches a policy to a root, unit or account.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::AttachPolicyInput;
using api::organizations::AttachPolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const AttachPolicyInput& input) {
  return On(organizations, call, "AttachPolicy", input.policy_id);
}

Result<AttachPolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const AttachPolicyInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_TRY(const PolicyRow* policy, PolicyOf(row, input.policy_id));
    FIRN_TRY(NodeRow * node, NodeOf(row, input.target_id));
    if (!row.policy_types.contains(policy->type)) {
      return api::organizations::PolicyTypeNotEnabledException(
          "This operation can be performed only for enabled policy types.");
    }
    if (node->policies.contains(input.policy_id)) {
      return api::organizations::DuplicatePolicyAttachmentException(
          "The selected policy is already attached to the specified target.");
    }
    if (PoliciesOn(row, *node, policy->type).size() >= kPoliciesPerTargetMax) {
      return api::organizations::ConstraintViolationException(
          "You have exceeded the allowed number of policies attached to a target.");
    }
    node->policies.insert(input.policy_id);
    return {};
  }));
  return AttachPolicyOutput{};
}

}  // namespace firn::services::organizations
