// ListAttachedUserPolicies: lists the managed policies attached to a user.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAttachedUserPoliciesInput;
using api::iam::ListAttachedUserPoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListAttachedUserPoliciesInput& input) {
  return On<UserRow>(iam, call, "iam:ListAttachedUserPolicies", input.user_name);
}

Result<ListAttachedUserPoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                              const ListAttachedUserPoliciesInput& input) {
  FIRN_TRY(auto policies,
           AttachedPolicies(iam, call, Bearer::kUser, input.user_name, input.path_prefix));
  return Answer(
      &ListAttachedUserPoliciesOutput::attached_policies, std::move(policies), input,
      [](const api::iam::AttachedPolicy& policy) { return *policy.policy_arn; }, Itself());
}

}  // namespace firn::services::iam
