// ListAttachedUserPolicies: lists the managed policies attached to a user.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAttachedUserPoliciesInput;
using api::iam::ListAttachedUserPoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListAttachedUserPoliciesInput& input) {
  return OnUser(iam, call, "iam:ListAttachedUserPolicies", input.user_name);
}

Result<ListAttachedUserPoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                              const ListAttachedUserPoliciesInput& input) {
  FIRN_TRY(auto policies,
           AttachedPolicies(iam, call, Bearer::kUser, input.user_name, input.path_prefix));
  FIRN_TRY(auto page,
           PageOf(std::move(policies), input.marker, input.max_items,
                  [](const api::iam::AttachedPolicy& policy) { return *policy.policy_arn; }));
  ListAttachedUserPoliciesOutput output;
  output.attached_policies = std::move(page.items);
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
