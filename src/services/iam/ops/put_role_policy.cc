// PutRolePolicy: adds an inline policy to a role or replaces it.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::PutRolePolicyInput;
using api::iam::PutRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const PutRolePolicyInput& input) {
  return On<RoleRow>(iam, call, "iam:PutRolePolicy", input.role_name);
}

Result<PutRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                   const PutRolePolicyInput& input) {
  FIRN_OK(PutInlinePolicy(iam, call, Bearer::kRole,
                          {input.role_name, input.policy_name, input.policy_document}));
  return PutRolePolicyOutput{};
}

}  // namespace firn::services::iam
