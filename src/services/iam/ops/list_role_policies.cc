// ListRolePolicies: lists the names of a role's inline policies.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListRolePoliciesInput;
using api::iam::ListRolePoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListRolePoliciesInput& input) {
  return OnRole(iam, call, "iam:ListRolePolicies", input.role_name);
}

Result<ListRolePoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                      const ListRolePoliciesInput& input) {
  FIRN_TRY(auto names, InlinePolicyNames(iam, call, Bearer::kRole, input.role_name));
  FIRN_TRY(auto page, PageOf(std::move(names), input.marker, input.max_items,
                             [](const std::string& name) { return name; }));
  ListRolePoliciesOutput output;
  output.policy_names = std::move(page.items);
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
