// DetachUserPolicy: detaches a managed policy from a user.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DetachUserPolicyInput;
using api::iam::DetachUserPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DetachUserPolicyInput& input) {
  return ToAttach(iam, call, Bearer::kUser, "iam:DetachUserPolicy", input.user_name,
                  input.policy_arn);
}

Result<DetachUserPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                      const DetachUserPolicyInput& input) {
  FIRN_OK(DetachPolicy(iam, call, Bearer::kUser, input.user_name, input.policy_arn));
  return DetachUserPolicyOutput{};
}

}  // namespace firn::services::iam
