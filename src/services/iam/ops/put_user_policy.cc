// PutUserPolicy: adds an inline policy to a user or replaces it.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::PutUserPolicyInput;
using api::iam::PutUserPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const PutUserPolicyInput& input) {
  return On<UserRow>(iam, call, "iam:PutUserPolicy", input.user_name);
}

Result<PutUserPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                   const PutUserPolicyInput& input) {
  FIRN_OK(PutInlinePolicy(iam, call, Bearer::kUser,
                          {input.user_name, input.policy_name, input.policy_document}));
  return PutUserPolicyOutput{};
}

}  // namespace firn::services::iam
