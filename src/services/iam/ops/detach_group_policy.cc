// DetachGroupPolicy: detaches a managed policy from a group.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DetachGroupPolicyInput;
using api::iam::DetachGroupPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DetachGroupPolicyInput& input) {
  return ToAttach(iam, call, Bearer::kGroup, "iam:DetachGroupPolicy", input.group_name,
                  input.policy_arn);
}

Result<DetachGroupPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                       const DetachGroupPolicyInput& input) {
  FIRN_OK(DetachPolicy(iam, call, Bearer::kGroup, input.group_name, input.policy_arn));
  return DetachGroupPolicyOutput{};
}

}  // namespace firn::services::iam
