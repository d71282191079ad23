// DetachRolePolicy: detaches a managed policy from a role.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DetachRolePolicyInput;
using api::iam::DetachRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DetachRolePolicyInput& input) {
  return ToAttach(iam, call, Bearer::kRole, "iam:DetachRolePolicy", input.role_name,
                  input.policy_arn);
}

Result<DetachRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                      const DetachRolePolicyInput& input) {
  FIRN_OK(DetachPolicy(iam, call, Bearer::kRole, input.role_name, input.policy_arn));
  return DetachRolePolicyOutput{};
}

}  // namespace firn::services::iam
