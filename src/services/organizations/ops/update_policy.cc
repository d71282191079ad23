// UpdatePolicy: changes a policy's name, description or content.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::UpdatePolicyInput;
using api::organizations::UpdatePolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const UpdatePolicyInput& input) {
  return On(organizations, call, "UpdatePolicy", input.policy_id);
}

Result<UpdatePolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const UpdatePolicyInput& input) {
  UpdatePolicyOutput output;
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(OwnPolicy(row, input.policy_id));
    PolicyRow& policy = row.policies.at(input.policy_id);
    if (input.content) FIRN_OK(CheckContent(policy.type, *input.content));
    policy.name = input.name.value_or(policy.name);
    policy.description = input.description.value_or(policy.description);
    policy.content = input.content.value_or(policy.content);
    output.policy = ApiPolicy(row, policy);
    return {};
  }));
  return output;
}

}  // namespace firn::services::organizations
