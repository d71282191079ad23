// DeleteUserPolicy: removes an inline policy from a user.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteUserPolicyInput;
using api::iam::DeleteUserPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteUserPolicyInput& input) {
  return On<UserRow>(iam, call, "iam:DeleteUserPolicy", input.user_name);
}

Result<DeleteUserPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                      const DeleteUserPolicyInput& input) {
  FIRN_OK(DeleteInlinePolicy(iam, call, Bearer::kUser, input.user_name, input.policy_name));
  return DeleteUserPolicyOutput{};
}

}  // namespace firn::services::iam
