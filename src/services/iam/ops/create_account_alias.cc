// CreateAccountAlias: gives the account an alias that no other has, in place of the one it has.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreateAccountAliasInput;
using api::iam::CreateAccountAliasOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const CreateAccountAliasInput&) {
  return OnAccount("iam:CreateAccountAlias");
}

Result<CreateAccountAliasOutput> Handle(Iam& iam, const api::Call& call,
                                        const CreateAccountAliasInput& input) {
  FIRN_OK(iam.SetAlias(call.account, input.account_alias));
  return CreateAccountAliasOutput{};
}

}  // namespace firn::services::iam
