// UpdateOrganizationalUnit: renames a unit.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::UpdateOrganizationalUnitInput;
using api::organizations::UpdateOrganizationalUnitOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const UpdateOrganizationalUnitInput& input) {
  return On(organizations, call, "UpdateOrganizationalUnit", input.organizational_unit_id);
}

Result<UpdateOrganizationalUnitOutput> Handle(Organizations& organizations, const api::Call& call,
                                              const UpdateOrganizationalUnitInput& input) {
  UpdateOrganizationalUnitOutput output;
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_TRY(NodeRow * unit, UnitOf(row, input.organizational_unit_id));
    const std::string name = input.name.value_or(unit->name);
    FIRN_OK(CheckUnitName(row, unit->parent, name, unit->id));
    unit->name = name;
    output.organizational_unit = ApiUnit(row, *unit);
    return {};
  }));
  return output;
}

}  // namespace firn::services::organizations
