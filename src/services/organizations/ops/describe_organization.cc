// DescribeOrganization: describes the caller's organization to any of its accounts.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DescribeOrganizationInput;
using api::organizations::DescribeOrganizationOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DescribeOrganizationInput&) {
  return On(organizations, call, "DescribeOrganization");
}

Result<DescribeOrganizationOutput> Handle(Organizations& organizations, const api::Call& call,
                                          const DescribeOrganizationInput&) {
  FIRN_TRY(const auto row, organizations.Mine(call));
  return DescribeOrganizationOutput{ApiOrganization(*row)};
}

}  // namespace firn::services::organizations
