// UpdateAccountPasswordPolicy: replaces the account's password policy; what is not given becomes
// its default.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::UpdateAccountPasswordPolicyInput;
using api::iam::UpdateAccountPasswordPolicyOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const UpdateAccountPasswordPolicyInput&) {
  return OnAccount("iam:UpdateAccountPasswordPolicy");
}

Result<UpdateAccountPasswordPolicyOutput> Handle(Iam& iam, const api::Call& call,
                                                 const UpdateAccountPasswordPolicyInput& input) {
  api::iam::PasswordPolicy policy = DefaultPasswordPolicy();
  const auto set = [](auto& member, const auto& given) {
    if (given) member = *given;
  };
  set(policy.minimum_password_length, input.minimum_password_length);
  set(policy.require_symbols, input.require_symbols);
  set(policy.require_numbers, input.require_numbers);
  set(policy.require_uppercase_characters, input.require_uppercase_characters);
  set(policy.require_lowercase_characters, input.require_lowercase_characters);
  set(policy.allow_users_to_change_password, input.allow_users_to_change_password);
  policy.expire_passwords = input.max_password_age.has_value();
  policy.max_password_age = input.max_password_age;
  policy.password_reuse_prevention = input.password_reuse_prevention;
  policy.hard_expiry = input.hard_expiry;
  FIRN_OK(iam.ChangeAccount(call.account, [&](AccountRow& account) -> Result<void> {
    account.password_policy = policy;
    return {};
  }));
  return UpdateAccountPasswordPolicyOutput{};
}

}  // namespace firn::services::iam
