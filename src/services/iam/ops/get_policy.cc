// GetPolicy: describes a managed policy of the account or of AWS.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetPolicyInput;
using api::iam::GetPolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetPolicyInput& input) {
  return OnPolicy("iam:GetPolicy", input.policy_arn);
}

Result<GetPolicyOutput> Handle(Iam& iam, const api::Call& call, const GetPolicyInput& input) {
  FIRN_TRY(const auto row, iam.Policy(call.account, input.policy_arn));
  FIRN_TRY(api::iam::Policy policy, ApiPolicy(iam, call.account, *row));
  return GetPolicyOutput{std::move(policy)};
}

}  // namespace firn::services::iam
