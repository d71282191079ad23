// ListTargetsForPolicy: lists what a policy is attached to.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListTargetsForPolicyInput;
using api::organizations::ListTargetsForPolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListTargetsForPolicyInput& input) {
  return On(organizations, call, "ListTargetsForPolicy", input.policy_id);
}

Result<ListTargetsForPolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                          const ListTargetsForPolicyInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_OK(PolicyOf(*row, input.policy_id));
  std::vector<api::organizations::PolicyTargetSummary> targets;
  for (const NodeRow* node : TargetsOf(*row, input.policy_id)) {
    const std::string type = node->id == row->root.id        ? "ROOT"
                             : row->units.contains(node->id) ? "ORGANIZATIONAL_UNIT"
                                                             : "ACCOUNT";
    targets.push_back({node->id, ArnOf(*row, node->id), node->name, type});
  }
  return Paged(&ListTargetsForPolicyOutput::targets, std::move(targets), input,
               [](const auto& target) { return *target.target_id; });
}

}  // namespace firn::services::organizations
