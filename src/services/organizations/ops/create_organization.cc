// CreateOrganization: makes an organization with the caller's account as its management account.
// Differs from AWS: the account's address is made up, for accounts here have none.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::CreateOrganizationInput;
using api::organizations::CreateOrganizationOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const CreateOrganizationInput&) {
  return On(organizations, call, "CreateOrganization");
}

Result<CreateOrganizationOutput> Handle(Organizations& organizations, const api::Call& call,
                                        const CreateOrganizationInput& input) {
  FIRN_TRY(const auto row, organizations.Create(call, input.feature_set.value_or("ALL")));
  return CreateOrganizationOutput{ApiOrganization(row)};
}

}  // namespace firn::services::organizations
