// RemoveAccountFromOrganization: lets a member account stand alone.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::RemoveAccountFromOrganizationInput;
using api::organizations::RemoveAccountFromOrganizationOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const RemoveAccountFromOrganizationInput& input) {
  return On(organizations, call, "RemoveAccountFromOrganization", input.account_id);
}

Result<RemoveAccountFromOrganizationOutput> Handle(
    Organizations& organizations, const api::Call& call,
    const RemoveAccountFromOrganizationInput& input) {
  FIRN_OK(organizations.RemoveAccount(call, input.account_id));
  return RemoveAccountFromOrganizationOutput{};
}

}  // namespace firn::services::organizations
