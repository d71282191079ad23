// ListAttachedRolePolicies: lists the managed policies attached to a role.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAttachedRolePoliciesInput;
using api::iam::ListAttachedRolePoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListAttachedRolePoliciesInput& input) {
  return On<RoleRow>(iam, call, "iam:ListAttachedRolePolicies", input.role_name);
}

Result<ListAttachedRolePoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                              const ListAttachedRolePoliciesInput& input) {
  FIRN_TRY(auto policies,
           AttachedPolicies(iam, call, Bearer::kRole, input.role_name, input.path_prefix));
  return Answer(
      &ListAttachedRolePoliciesOutput::attached_policies, std::move(policies), input,
      [](const api::iam::AttachedPolicy& policy) { return *policy.policy_arn; }, Itself());
}

}  // namespace firn::services::iam
