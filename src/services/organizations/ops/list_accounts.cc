// ListAccounts: lists the accounts of the organization.

#include "services/organizations/ops.h"
#include "services/organizations/tree.h"

namespace firn::services::organizations {

using api::organizations::ListAccountsInput;
using api::organizations::ListAccountsOutput;

authz::Needs NeedsFor(const Organizations& organizations, const api::Call& call,
                      const ListAccountsInput&) {
  return On(organizations, call, "ListAccounts");
}

Result<ListAccountsOutput> Handle(Organizations& organizations, const api::Call& call,
                                  const ListAccountsInput& input) {
  FIRN_TRY(const auto row, organizations.Managed(call));
  std::vector<api::organizations::Account> accounts;
  for (const auto& [id, member] : row->members) accounts.push_back(ApiAccount(*row, member));
  return Paged(&ListAccountsOutput::accounts, std::move(accounts), input,
               [](const auto& account) { return *account.id; });
}

}  // namespace firn::services::organizations
