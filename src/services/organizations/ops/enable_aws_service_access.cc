// EnableAWSServiceAccess: notes that a service may work across the organization.
// Differs from AWS: no service here asks for it.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::EnableAWSServiceAccessInput;
using api::organizations::EnableAWSServiceAccessOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const EnableAWSServiceAccessInput&) {
  return On(organizations, call, "EnableAWSServiceAccess");
}

Result<EnableAWSServiceAccessOutput> Handle(Organizations& organizations, const api::Call& call,
                                            const EnableAWSServiceAccessInput& input) {
  FIRN_OK(CheckPrincipal(input.service_principal));
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    row.services.emplace(input.service_principal, call.now);
    return {};
  }));
  return EnableAWSServiceAccessOutput{};
}

}  // namespace firn::services::organizations
