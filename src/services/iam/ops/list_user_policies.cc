// ListUserPolicies: lists the names of a user's inline policies.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListUserPoliciesInput;
using api::iam::ListUserPoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListUserPoliciesInput& input) {
  return On<UserRow>(iam, call, "iam:ListUserPolicies", input.user_name);
}

Result<ListUserPoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                      const ListUserPoliciesInput& input) {
  FIRN_TRY(auto names, InlinePolicyNames(iam, call, Bearer::kUser, input.user_name));
  return Answer(&ListUserPoliciesOutput::policy_names, std::move(names), input, Itself(), Itself());
}

}  // namespace firn::services::iam
