// GetPolicy: describes a managed policy, of the account or of AWS.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetPolicyInput;
using api::iam::GetPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetPolicyInput& input) {
  return On<PolicyRow>(iam, call, "iam:GetPolicy", input.policy_arn);
}

Result<GetPolicyOutput> Handle(Iam& iam, const api::Call& call, const GetPolicyInput& input) {
  FIRN_TRY(const auto row, iam.Policy(call.account, input.policy_arn));
  FIRN_TRY(const auto usages, iam.UsagesIn(call.account));
  return GetPolicyOutput{ApiPolicy(*row, usages, Detail::kFull)};
}

}  // namespace firn::services::iam
