// ListGroupPolicies: lists the names of a group's inline policies.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListGroupPoliciesInput;
using api::iam::ListGroupPoliciesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListGroupPoliciesInput& input) {
  return On<GroupRow>(iam, call, "iam:ListGroupPolicies", input.group_name);
}

Result<ListGroupPoliciesOutput> Handle(Iam& iam, const api::Call& call,
                                       const ListGroupPoliciesInput& input) {
  FIRN_TRY(auto names, InlinePolicyNames(iam, call, Bearer::kGroup, input.group_name));
  return Answer(&ListGroupPoliciesOutput::policy_names, std::move(names), input, Itself(),
                Itself());
}

}  // namespace firn::services::iam
