// CloseAccount: closes a member account, which stays in the list as suspended.
// Differs from AWS: what is in the account stays usable, and it is suspended at once.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::CloseAccountInput;
using api::organizations::CloseAccountOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const CloseAccountInput& input) {
  return On(organizations, call, "CloseAccount", input.account_id);
}

Result<CloseAccountOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const CloseAccountInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(MemberOf(row, input.account_id));
    if (input.account_id == row.management.text()) {
      return api::organizations::ConstraintViolationException(
          "You can't close the management account.");
    }
    MemberRow& member = row.members.at(input.account_id);
    if (member.status == "SUSPENDED") {
      return api::organizations::AccountAlreadyClosedException(
          "The provided account is already closed.");
    }
    member.status = "SUSPENDED";
    return {};
  }));
  return CloseAccountOutput{};
}

}  // namespace firn::services::organizations
