// DeletePolicy: deletes a managed policy that nothing uses.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeletePolicyInput;
using api::iam::DeletePolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const DeletePolicyInput& input) {
  return OnPolicy("iam:DeletePolicy", input.policy_arn);
}

Result<DeletePolicyOutput> Handle(Iam& iam, const api::Call& call, const DeletePolicyInput& input) {
  FIRN_OK(iam.RemovePolicy(call.account, input.policy_arn));
  return DeletePolicyOutput{};
}

}  // namespace firn::services::iam
