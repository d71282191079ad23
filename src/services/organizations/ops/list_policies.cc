// ListPolicies: lists the policies of one type.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListPoliciesInput;
using api::organizations::ListPoliciesOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListPoliciesInput&) {
  return On(organizations, call, "ListPolicies");
}

Result<ListPoliciesOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const ListPoliciesInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  std::vector<api::organizations::PolicySummary> policies;
  for (const auto& [id, policy] : row->policies) {
    if (policy.type == input.filter) policies.push_back(ApiSummary(*row, policy));
  }
  if (input.filter == kServiceControl) policies.push_back(ApiSummary(*row, FullAccess()));
  return Paged(&ListPoliciesOutput::policies, std::move(policies), input,
               [](const auto& policy) { return *policy.id; });
}

}  // namespace firn::services::organizations
