// DescribeAccount: describes one account.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DescribeAccountInput;
using api::organizations::DescribeAccountOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DescribeAccountInput& input) {
  return On(organizations, call, "DescribeAccount", input.account_id);
}

Result<DescribeAccountOutput> Handle(Organizations& organizations, const api::Call& call,
                                     const DescribeAccountInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_TRY(const MemberRow* member, MemberOf(*row, input.account_id));
  return DescribeAccountOutput{ApiAccount(*row, *member)};
}

}  // namespace firn::services::organizations
