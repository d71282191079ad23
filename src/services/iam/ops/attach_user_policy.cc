// AttachUserPolicy: attaches a managed policy to a user; once is enough.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::AttachUserPolicyInput;
using api::iam::AttachUserPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const AttachUserPolicyInput& input) {
  return ToAttach(iam, call, Bearer::kUser, "iam:AttachUserPolicy", input.user_name,
                  input.policy_arn);
}

Result<AttachUserPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                      const AttachUserPolicyInput& input) {
  FIRN_OK(AttachPolicy(iam, call, Bearer::kUser, input.user_name, input.policy_arn));
  return AttachUserPolicyOutput{};
}

}  // namespace firn::services::iam
