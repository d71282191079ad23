// TagPolicy: adds tags to a managed policy or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagPolicyInput;
using api::iam::TagPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagPolicyInput& input) {
  return WithTags(On<PolicyRow>(iam, call, "iam:TagPolicy", input.policy_arn), input.tags);
}

Result<TagPolicyOutput> Handle(Iam& iam, const api::Call& call, const TagPolicyInput& input) {
  FIRN_OK(AddTags<PolicyRow>(iam, call, input.policy_arn, input.tags));
  return TagPolicyOutput{};
}

}  // namespace firn::services::iam
