// ChangePassword: changes the password of the user who calls and knows the old one.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::ChangePasswordInput;
using api::iam::ChangePasswordOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ChangePasswordInput&) {
  return OnUserOrCaller(iam, call, "iam:ChangePassword", std::nullopt);
}

Result<ChangePasswordOutput> Handle(Iam& iam, const api::Call& call,
                                    const ChangePasswordInput& input) {
  if (call.principal.kind != authz::Principal::Kind::kUser) {
    return api::iam::InvalidUserTypeException("Only IAM Users can change their own password");
  }
  FIRN_TRY(const std::string name, UserNameOf(call, std::nullopt));
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  FIRN_TRY(const auto user, iam.User(call.account, name));
  if (!user->login || !IsPassword(*user->login, input.old_password)) {
    return Fail(Error{Kind::kDenied, "The old password was incorrect.", "AccessDenied", 403, {}});
  }
  FIRN_OK(CheckPassword(account, input.new_password));
  LoginRow login = *user->login;
  if (WasPassword(account, login, input.new_password)) {
    return api::iam::PasswordPolicyViolationException(
        "Password was used before; the account password policy prevents its reuse.");
  }
  SetPassword(iam, account, login, input.new_password, call.now);
  login.reset_required = false;
  const std::string before = user->login->digest;
  const auto change = [&](UserRow& row, const state::Reader&) -> Result<void> {
    if (!row.login || row.login->digest != before) {
      return api::iam::EntityTemporarilyUnmodifiableException(
          "The password was changed at the same time.");
    }
    row.login = login;
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, name, change));
  return ChangePasswordOutput{};
}

}  // namespace firn::services::iam
