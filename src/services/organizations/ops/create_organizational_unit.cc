// CreateOrganizationalUnit: makes a unit below the root or another unit.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::CreateOrganizationalUnitInput;
using api::organizations::CreateOrganizationalUnitOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const CreateOrganizationalUnitInput& input) {
  return On(organizations, call, "CreateOrganizationalUnit", input.parent_id);
}

Result<CreateOrganizationalUnitOutput> Handle(Organizations& organizations, const api::Call& call,
                                              const CreateOrganizationalUnitInput& input) {
  FIRN_TRY(const auto tags, TagsOf(input.tags));
  CreateOrganizationalUnitOutput output;
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(ParentOf(row, input.parent_id));
    FIRN_OK(CheckUnitName(row, input.parent_id, input.name, ""));
    // The path holds the root, which is no unit.
    if (row.units.size() >= kUnitsMax || PathTo(row, input.parent_id).size() > kUnitDepthMax) {
      return api::organizations::ConstraintViolationException(
          "You have exceeded the allowed number or depth of organizational units.");
    }
    NodeRow unit;
    unit.id = organizations.NewId("ou-" + row.root.id.substr(2) + "-", 8);
    unit.name = input.name;
    unit.parent = input.parent_id;
    unit.tags = tags;
    if (row.policy_types.contains(std::string(kServiceControl)))
      unit.policies.emplace(kFullAccessId);
    row.units[unit.id] = unit;
    output.organizational_unit = ApiUnit(row, unit);
    return {};
  }));
  return output;
}

}  // namespace firn::services::organizations
