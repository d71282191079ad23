// DeleteOrganization: deletes an organization in which nothing is left but the management account.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DeleteOrganizationInput;
using api::organizations::DeleteOrganizationOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DeleteOrganizationInput&) {
  return On(organizations, call, "DeleteOrganization");
}

Result<DeleteOrganizationOutput> Handle(Organizations& organizations, const api::Call& call,
                                        const DeleteOrganizationInput&) {
  FIRN_OK(organizations.Delete(call));
  return DeleteOrganizationOutput{};
}

}  // namespace firn::services::organizations
