// ListEntitiesForPolicy: lists the users, groups and roles that a managed policy is attached to or
// bounds.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::ListEntitiesForPolicyInput;
using api::iam::ListEntitiesForPolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListEntitiesForPolicyInput& input) {
  return On<PolicyRow>(iam, call, "iam:ListEntitiesForPolicy", input.policy_arn);
}

Result<ListEntitiesForPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                           const ListEntitiesForPolicyInput& input) {
  FIRN_OK(iam.Policy(call.account, input.policy_arn));
  FIRN_TRY(auto holders, HoldersOf(iam, call, input));
  FIRN_TRY(const auto page, PageOf(std::move(holders), input.marker, input.max_items,
                                   [](const Holder& holder) { return holder.place; }));
  ListEntitiesForPolicyOutput output;
  output.policy_groups.emplace(), output.policy_users.emplace(), output.policy_roles.emplace();
  for (const Holder& holder : page.items) {
    switch (holder.bearer) {
      case Bearer::kGroup: output.policy_groups->push_back({holder.name, holder.id}); break;
      case Bearer::kUser: output.policy_users->push_back({holder.name, holder.id}); break;
      case Bearer::kRole: output.policy_roles->push_back({holder.name, holder.id}); break;
    }
  }
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
