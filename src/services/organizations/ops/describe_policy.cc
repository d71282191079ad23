// DescribePolicy: returns a policy with its content.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DescribePolicyInput;
using api::organizations::DescribePolicyOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DescribePolicyInput& input) {
  return On(organizations, call, "DescribePolicy", input.policy_id);
}

Result<DescribePolicyOutput> Handle(Organizations& organizations, const api::Call& call,
                                    const DescribePolicyInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_TRY(const PolicyRow* policy, PolicyOf(*row, input.policy_id));
  return DescribePolicyOutput{ApiPolicy(*row, *policy)};
}

}  // namespace firn::services::organizations
