// DeleteAccountPasswordPolicy: goes back to AWS's default policy.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteAccountPasswordPolicyInput;
using api::iam::DeleteAccountPasswordPolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const DeleteAccountPasswordPolicyInput&) {
  return OnAccount("iam:DeleteAccountPasswordPolicy");
}

Result<DeleteAccountPasswordPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                                 const DeleteAccountPasswordPolicyInput&) {
  FIRN_OK(iam.ChangeAccount(call.account, [&](AccountRow& account) -> Result<void> {
    if (!account.password_policy) {
      return api::iam::NoSuchEntityException("The Password Policy with domain name " +
                                             call.account.text() + " cannot be found.");
    }
    account.password_policy.reset();
    return {};
  }));
  return DeleteAccountPasswordPolicyOutput{};
}

}  // namespace firn::services::iam
