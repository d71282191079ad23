// DescribeOrganizationalUnit: describes one unit.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DescribeOrganizationalUnitInput;
using api::organizations::DescribeOrganizationalUnitOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DescribeOrganizationalUnitInput& input) {
  return On(organizations, call, "DescribeOrganizationalUnit", input.organizational_unit_id);
}

Result<DescribeOrganizationalUnitOutput> Handle(Organizations& organizations, const api::Call& call,
                                                const DescribeOrganizationalUnitInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  const auto unit = row->units.find(input.organizational_unit_id);
  if (unit == row->units.end()) {
    return api::organizations::OrganizationalUnitNotFoundException(
        "You specified an organizational unit that doesn't exist.");
  }
  return DescribeOrganizationalUnitOutput{ApiUnit(*row, unit->second)};
}

}  // namespace firn::services::organizations
