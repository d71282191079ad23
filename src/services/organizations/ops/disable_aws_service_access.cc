// DisableAWSServiceAccess: ends a service's access across the organization.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::DisableAWSServiceAccessInput;
using api::organizations::DisableAWSServiceAccessOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const DisableAWSServiceAccessInput&) {
  return On(organizations, call, "DisableAWSServiceAccess");
}

Result<DisableAWSServiceAccessOutput> Handle(Organizations& organizations, const api::Call& call,
                                             const DisableAWSServiceAccessInput& input) {
  FIRN_OK(CheckPrincipal(input.service_principal));
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    row.services.erase(input.service_principal);
    return {};
  }));
  return DisableAWSServiceAccessOutput{};
}

}  // namespace firn::services::organizations
