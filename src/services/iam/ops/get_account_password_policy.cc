// GetAccountPasswordPolicy: returns the account's password policy, if one was ever set.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetAccountPasswordPolicyInput;
using api::iam::GetAccountPasswordPolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetAccountPasswordPolicyInput&) {
  return OnAccount("iam:GetAccountPasswordPolicy");
}

Result<GetAccountPasswordPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                              const GetAccountPasswordPolicyInput&) {
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  if (!account.password_policy) {
    return api::iam::NoSuchEntityException("The Password Policy with domain name " +
                                           call.account.text() + " cannot be found.");
  }
  return GetAccountPasswordPolicyOutput{*account.password_policy};
}

}  // namespace firn::services::iam
