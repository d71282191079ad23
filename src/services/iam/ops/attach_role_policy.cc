// AttachRolePolicy: attaches a managed policy to a role; once is enough.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::AttachRolePolicyInput;
using api::iam::AttachRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const AttachRolePolicyInput& input) {
  return ToAttach(iam, call, Bearer::kRole, "iam:AttachRolePolicy", input.role_name,
                  input.policy_arn);
}

Result<AttachRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                      const AttachRolePolicyInput& input) {
  FIRN_OK(AttachPolicy(iam, call, Bearer::kRole, input.role_name, input.policy_arn));
  return AttachRolePolicyOutput{};
}

}  // namespace firn::services::iam
