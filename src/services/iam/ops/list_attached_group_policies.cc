// ListAttachedGroupPolicies: lists the managed policies attached to a group.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAttachedGroupPoliciesInput;
using api::iam::ListAttachedGroupPoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListAttachedGroupPoliciesInput& input) {
  return On<GroupRow>(iam, call, "iam:ListAttachedGroupPolicies", input.group_name);
}

Result<ListAttachedGroupPoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                               const ListAttachedGroupPoliciesInput& input) {
  FIRN_TRY(auto policies,
           AttachedPolicies(iam, call, Bearer::kGroup, input.group_name, input.path_prefix));
  return Answer(
      &ListAttachedGroupPoliciesOutput::attached_policies, std::move(policies), input,
      [](const api::iam::AttachedPolicy& policy) { return *policy.policy_arn; }, Itself());
}

}  // namespace firn::services::iam
