// DeletePolicy: deletes a managed policy that nothing uses and that has no versions beside its
// default.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeletePolicyInput;
using api::iam::DeletePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeletePolicyInput& input) {
  return On<PolicyRow>(iam, call, "iam:DeletePolicy", input.policy_arn);
}

Result<DeletePolicyOutput> Handle(Iam& iam, const api::Call& call, const DeletePolicyInput& input) {
  FIRN_OK(iam.RemovePolicy(call.account, input.policy_arn));
  return DeletePolicyOutput{};
}

}  // namespace firn::services::iam
