// GetUserPolicy: returns an inline policy of a user, percent-encoded.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetUserPolicyInput;
using api::iam::GetUserPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetUserPolicyInput& input) {
  return On<UserRow>(iam, call, "iam:GetUserPolicy", input.user_name);
}

Result<GetUserPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                   const GetUserPolicyInput& input) {
  FIRN_TRY(const std::string document,
           GetInlinePolicy(iam, call, Bearer::kUser, input.user_name, input.policy_name));
  return GetUserPolicyOutput{input.user_name, input.policy_name, EncodedDocument(document)};
}

}  // namespace firn::services::iam
