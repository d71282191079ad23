// DeleteOrganizationalUnit: deletes a unit without accounts and units.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DeleteOrganizationalUnitInput;
using api::organizations::DeleteOrganizationalUnitOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DeleteOrganizationalUnitInput& input) {
  return On(organizations, call, "DeleteOrganizationalUnit", input.organizational_unit_id);
}

Result<DeleteOrganizationalUnitOutput> Handle(Organizations& organizations, const api::Call& call,
                                              const DeleteOrganizationalUnitInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(UnitOf(row, input.organizational_unit_id));
    if (!ChildrenOf(row, input.organizational_unit_id).empty()) {
      return api::organizations::OrganizationalUnitNotEmptyException(
          "The specified OU is not empty.");
    }
    row.units.erase(input.organizational_unit_id);
    return {};
  }));
  return DeleteOrganizationalUnitOutput{};
}

}  // namespace firn::services::organizations
