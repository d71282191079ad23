// ListRolePolicies: lists the names of a role's inline policies.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListRolePoliciesInput;
using api::iam::ListRolePoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListRolePoliciesInput& input) {
  return On<RoleRow>(iam, call, "iam:ListRolePolicies", input.role_name);
}

Result<ListRolePoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                      const ListRolePoliciesInput& input) {
  FIRN_TRY(auto names, InlinePolicyNames(iam, call, Bearer::kRole, input.role_name));
  return Answer(&ListRolePoliciesOutput::policy_names, std::move(names), input, Itself(), Itself());
}

}  // namespace firn::services::iam
