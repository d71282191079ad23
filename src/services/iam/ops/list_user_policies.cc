// ListUserPolicies: lists the names of a user's inline policies.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListUserPoliciesInput;
using api::iam::ListUserPoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListUserPoliciesInput& input) {
  return OnUser(iam, call, "iam:ListUserPolicies", input.user_name);
}

Result<ListUserPoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                      const ListUserPoliciesInput& input) {
  FIRN_TRY(auto names, InlinePolicyNames(iam, call, Bearer::kUser, input.user_name));
  FIRN_TRY(auto page, PageOf(std::move(names), input.marker, input.max_items,
                             [](const std::string& name) { return name; }));
  ListUserPoliciesOutput output;
  output.policy_names = std::move(page.items);
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
