// UpdateLoginProfile: changes a user's password, or whether it must be changed.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::UpdateLoginProfileInput;
using api::iam::UpdateLoginProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateLoginProfileInput& input) {
  return On<UserRow>(iam, call, "iam:UpdateLoginProfile", input.user_name);
}

Result<UpdateLoginProfileOutput> Handle(Iam& iam, const api::Call& call,
                                        const UpdateLoginProfileInput& input) {
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  FIRN_TRY(const auto user, iam.User(call.account, input.user_name));
  if (!user->login) return NoLogin(input.user_name);
  LoginRow login = *user->login;
  if (input.password) {
    FIRN_OK(CheckPassword(account, *input.password));
    SetPassword(iam, account, login, *input.password, call.now);
  }
  login.reset_required = input.password_reset_required.value_or(login.reset_required);
  const auto change = [&](UserRow& row, const state::Reader&) -> Result<void> {
    if (!row.login) return NoLogin(input.user_name);
    row.login = login;
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, change));
  return UpdateLoginProfileOutput{};
}

}  // namespace firn::services::iam
