// CreateLoginProfile: gives a user a password. Only a salted, stretched digest is kept.
// Differs from AWS: there is no console to sign in to.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::CreateLoginProfileInput;
using api::iam::CreateLoginProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const CreateLoginProfileInput& input) {
  return OnUserOrCaller(iam, call, "iam:CreateLoginProfile", input.user_name);
}

Result<CreateLoginProfileOutput> Handle(Iam& iam, const api::Call& call,
                                        const CreateLoginProfileInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const AccountRow account, iam.Account(call.account));
  FIRN_OK(iam.User(call.account, user));
  if (!input.password) return ValidationError("Must specify a password.");
  FIRN_OK(CheckPassword(account, *input.password));
  LoginRow login;
  login.created = call.now;
  login.reset_required = input.password_reset_required.value_or(false);
  SetPassword(iam, account, login, *input.password, call.now);
  CreateLoginProfileOutput output;
  const auto add = [&](UserRow& row, const state::Reader&) -> Result<void> {
    if (row.login) {
      return api::iam::EntityAlreadyExistsException("Login Profile for user " + user +
                                                    " already exists.");
    }
    row.login = login;
    output.login_profile = ApiLogin(row);
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, add));
  return output;
}

}  // namespace firn::services::iam
