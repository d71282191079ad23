// AttachGroupPolicy: attaches a managed policy to a group; once is enough.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::AttachGroupPolicyInput;
using api::iam::AttachGroupPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const AttachGroupPolicyInput& input) {
  return ToAttach(iam, call, Bearer::kGroup, "iam:AttachGroupPolicy", input.group_name,
                  input.policy_arn);
}

Result<AttachGroupPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                       const AttachGroupPolicyInput& input) {
  FIRN_OK(AttachPolicy(iam, call, Bearer::kGroup, input.group_name, input.policy_arn));
  return AttachGroupPolicyOutput{};
}

}  // namespace firn::services::iam
