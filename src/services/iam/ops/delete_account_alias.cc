// DeleteAccountAlias: takes the account's alias away.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteAccountAliasInput;
using api::iam::DeleteAccountAliasOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const DeleteAccountAliasInput&) {
  return OnAccount("iam:DeleteAccountAlias");
}

Result<DeleteAccountAliasOutput> Handle(Iam& iam, const api::Call& call,
                                        const DeleteAccountAliasInput& input) {
  FIRN_OK(iam.RemoveAlias(call.account, input.account_alias));
  return DeleteAccountAliasOutput{};
}

}  // namespace firn::services::iam
