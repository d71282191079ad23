// DeleteGroupPolicy: removes an inline policy from a group.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteGroupPolicyInput;
using api::iam::DeleteGroupPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteGroupPolicyInput& input) {
  return On<GroupRow>(iam, call, "iam:DeleteGroupPolicy", input.group_name);
}

Result<DeleteGroupPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                       const DeleteGroupPolicyInput& input) {
  FIRN_OK(DeleteInlinePolicy(iam, call, Bearer::kGroup, input.group_name, input.policy_name));
  return DeleteGroupPolicyOutput{};
}

}  // namespace firn::services::iam
