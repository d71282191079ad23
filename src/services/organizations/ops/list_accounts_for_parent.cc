// ListAccountsForParent: lists the accounts right below a root or unit.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListAccountsForParentInput;
using api::organizations::ListAccountsForParentOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListAccountsForParentInput& input) {
  return On(organizations, call, "ListAccountsForParent", input.parent_id);
}

Result<ListAccountsForParentOutput> Handle(Organizations& organizations, const api::Call& call,
                                           const ListAccountsForParentInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  FIRN_OK(ParentOf(*row, input.parent_id));
  std::vector<api::organizations::Account> accounts;
  for (const auto& [id, member] : row->members) {
    if (member.node.parent == input.parent_id) accounts.push_back(ApiAccount(*row, member));
  }
  return Paged(&ListAccountsForParentOutput::accounts, std::move(accounts), input,
               [](const auto& account) { return *account.id; });
}

}  // namespace firn::services::organizations
