// DeleteRolePolicy: removes an inline policy from a role.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteRolePolicyInput;
using api::iam::DeleteRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteRolePolicyInput& input) {
  return On<RoleRow>(iam, call, "iam:DeleteRolePolicy", input.role_name);
}

Result<DeleteRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                      const DeleteRolePolicyInput& input) {
  FIRN_OK(DeleteInlinePolicy(iam, call, Bearer::kRole, input.role_name, input.policy_name));
  return DeleteRolePolicyOutput{};
}

}  // namespace firn::services::iam
