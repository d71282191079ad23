// ListAccountAliases: lists the account's alias, if it has one.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListAccountAliasesInput;
using api::iam::ListAccountAliasesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const ListAccountAliasesInput&) {
  return OnAccount("iam:ListAccountAliases");
}

Result<ListAccountAliasesOutput> Handle(Iam& iam, const api::Call& call,
                                        const ListAccountAliasesInput& input) {
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  std::vector<std::string> aliases;
  if (!account.alias.empty()) aliases.push_back(account.alias);
  return Answer(&ListAccountAliasesOutput::account_aliases, std::move(aliases), input, Itself(),
                Itself());
}

}  // namespace firn::services::iam
