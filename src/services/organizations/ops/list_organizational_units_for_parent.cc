// ListOrganizationalUnitsForParent: lists the units right below a root or unit.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListOrganizationalUnitsForParentInput;
using api::organizations::ListOrganizationalUnitsForParentOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListOrganizationalUnitsForParentInput& input) {
  return On(organizations, call, "ListOrganizationalUnitsForParent", input.parent_id);
}

Result<ListOrganizationalUnitsForParentOutput> Handle(
    Organizations& organizations, const api::Call& call,
    const ListOrganizationalUnitsForParentInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_OK(ParentOf(*row, input.parent_id));
  std::vector<api::organizations::OrganizationalUnit> units;
  for (const auto& [id, unit] : row->units) {
    if (unit.parent == input.parent_id) units.push_back(ApiUnit(*row, unit));
  }
  return Paged(&ListOrganizationalUnitsForParentOutput::organizational_units, std::move(units),
               input, [](const auto& unit) { return *unit.id; });
}

}  // namespace firn::services::organizations
