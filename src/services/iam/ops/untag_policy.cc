// UntagPolicy: takes tags away from a managed policy; keys it does not have are passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagPolicyInput;
using api::iam::UntagPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UntagPolicyInput& input) {
  return WithTagKeys(On<PolicyRow>(iam, call, "iam:UntagPolicy", input.policy_arn), input.tag_keys);
}

Result<UntagPolicyOutput> Handle(Iam& iam, const api::Call& call, const UntagPolicyInput& input) {
  FIRN_OK(DropTags<PolicyRow>(iam, call, input.policy_arn, input.tag_keys));
  return UntagPolicyOutput{};
}

}  // namespace firn::services::iam
