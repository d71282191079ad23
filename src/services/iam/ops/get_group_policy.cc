// GetGroupPolicy: returns an inline policy of a group, percent-encoded.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetGroupPolicyInput;
using api::iam::GetGroupPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetGroupPolicyInput& input) {
  return On<GroupRow>(iam, call, "iam:GetGroupPolicy", input.group_name);
}

Result<GetGroupPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                    const GetGroupPolicyInput& input) {
  FIRN_TRY(const std::string document,
           GetInlinePolicy(iam, call, Bearer::kGroup, input.group_name, input.policy_name));
  return GetGroupPolicyOutput{input.group_name, input.policy_name, EncodedDocument(document)};
}

}  // namespace firn::services::iam
