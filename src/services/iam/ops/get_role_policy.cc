// GetRolePolicy: returns an inline policy of a role, percent-encoded.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetRolePolicyInput;
using api::iam::GetRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetRolePolicyInput& input) {
  return On<RoleRow>(iam, call, "iam:GetRolePolicy", input.role_name);
}

Result<GetRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                   const GetRolePolicyInput& input) {
  FIRN_TRY(const std::string document,
           GetInlinePolicy(iam, call, Bearer::kRole, input.role_name, input.policy_name));
  return GetRolePolicyOutput{input.role_name, input.policy_name, EncodedDocument(document)};
}

}  // namespace firn::services::iam
