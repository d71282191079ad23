// MoveAccount: moves an account from one root or unit to another.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::MoveAccountInput;
using api::organizations::MoveAccountOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const MoveAccountInput& input) {
  return On(organizations, call, "MoveAccount", input.account_id);
}

Result<MoveAccountOutput> Handle(Organizations& organizations, const api::Call& call,
                                 const MoveAccountInput& input) {
  FIRN_OK(organizations.Change(call, [&](OrganizationRow& row) -> Result<void> {
    FIRN_OK(MemberOf(row, input.account_id));
    MemberRow& member = row.members.at(input.account_id);
    if (member.node.parent != input.source_parent_id) {
      return api::organizations::SourceParentNotFoundException(
          "You specified a source parent that doesn't exist.");
    }
    if (!ParentOf(row, input.destination_parent_id)) {
      return api::organizations::DestinationParentNotFoundException(
          "You specified a destination parent that doesn't exist.");
    }
    if (input.destination_parent_id == input.source_parent_id) {
      return api::organizations::DuplicateAccountException(
          "That account is already present in the specified destination.");
    }
    member.node.parent = input.destination_parent_id;
    return {};
  }));
  return MoveAccountOutput{};
}

}  // namespace firn::services::organizations
