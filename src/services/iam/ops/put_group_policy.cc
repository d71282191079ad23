// PutGroupPolicy: adds an inline policy to a group or replaces it.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::PutGroupPolicyInput;
using api::iam::PutGroupPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const PutGroupPolicyInput& input) {
  return On<GroupRow>(iam, call, "iam:PutGroupPolicy", input.group_name);
}

Result<PutGroupPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                    const PutGroupPolicyInput& input) {
  FIRN_OK(PutInlinePolicy(iam, call, Bearer::kGroup,
                          {input.group_name, input.policy_name, input.policy_document}));
  return PutGroupPolicyOutput{};
}

}  // namespace firn::services::iam
