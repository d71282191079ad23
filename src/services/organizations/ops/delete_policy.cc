// DeletePolicy: deletes a policy that is attached to nothing.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DeletePolicyInput;
using api::organizations::DeletePolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DeletePolicyInput& input) {
  return On(organizations, call, "DeletePolicy", input.policy_id);
}

Result<DeletePolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const DeletePolicyInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(OwnPolicy(row, input.policy_id));
    if (!TargetsOf(row, input.policy_id).empty()) {
      return api::organizations::PolicyInUseException(
          "The policy is attached to one or more entities. You must detach it from all roots, OUs, "
          "and accounts before performing this operation.");
    }
    row.policies.erase(input.policy_id);
    return {};
  }));
  return DeletePolicyOutput{};
}

}  // namespace firn::services::organizations
