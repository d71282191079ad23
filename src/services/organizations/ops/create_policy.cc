// CreatePolicy: keeps a policy of the organization. Service control policies limit accounts once
// their type is enabled and they are attached.
// Differs from AWS: policies of other types are kept and have no effect.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::CreatePolicyInput;
using api::organizations::CreatePolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const CreatePolicyInput&) {
  return On(organizations, call, "CreatePolicy");
}

Result<CreatePolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const CreatePolicyInput& input) {
  FIRN_TRY(const auto tags, TagsOf(input.tags));
  FIRN_OK(CheckContent(input.type, input.content));
  CreatePolicyOutput output;
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    for (const auto& [id, policy] : row.policies) {
      if (policy.name != input.name || policy.type != input.type) continue;
      return api::organizations::DuplicatePolicyException(
          "A policy with the same name already exists.");
    }
    if (row.policies.size() >= kPoliciesMax) {
      return api::organizations::ConstraintViolationException(
          "You have exceeded the allowed number of policies.");
    }
    const PolicyRow policy{organizations.NewId("p-", 8),
                           input.name,
                           input.description,
                           input.type,
                           input.content,
                           tags};
    row.policies[policy.id] = policy;
    output.policy = ApiPolicy(row, policy);
    return {};
  }));
  return output;
}

}  // namespace firn::services::organizations
