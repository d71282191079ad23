// DisablePolicyType: detaches all policies of a type from everything.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DisablePolicyTypeInput;
using api::organizations::DisablePolicyTypeOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DisablePolicyTypeInput& input) {
  return On(organizations, call, "DisablePolicyType", input.root_id);
}

Result<DisablePolicyTypeOutput> Handle(Organizations& organizations, const api::Call& call,
                                       const DisablePolicyTypeInput& input) {
  DisablePolicyTypeOutput output;
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(CheckRoot(row, input.root_id, input.policy_type));
    if (row.policy_types.erase(input.policy_type) == 0) {
      return api::organizations::PolicyTypeNotEnabledException(
          "This operation can be performed only for enabled policy types.");
    }
    const auto clear = [&](NodeRow& node) {
      for (const PolicyRow* policy : PoliciesOn(row, node, input.policy_type))
        node.policies.erase(policy->id);
    };
    clear(row.root);
    for (auto& [id, unit] : row.units) clear(unit);
    for (auto& [id, member] : row.members) clear(member.node);
    output.root = ApiRoot(row);
    return {};
  }));
  return output;
}

}  // namespace firn::services::organizations
