// ListAttachedRolePolicies: lists the managed policies attached to a role.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAttachedRolePoliciesInput;
using api::iam::ListAttachedRolePoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListAttachedRolePoliciesInput& input) {
  return OnRole(iam, call, "iam:ListAttachedRolePolicies", input.role_name);
}

Result<ListAttachedRolePoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                              const ListAttachedRolePoliciesInput& input) {
  FIRN_TRY(auto policies,
           AttachedPolicies(iam, call, Bearer::kRole, input.role_name, input.path_prefix));
  FIRN_TRY(auto page,
           PageOf(std::move(policies), input.marker, input.max_items,
                  [](const api::iam::AttachedPolicy& policy) { return *policy.policy_arn; }));
  ListAttachedRolePoliciesOutput output;
  output.attached_policies = std::move(page.items);
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
