// GetLoginProfile: says since when a user has a password.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::GetLoginProfileInput;
using api::iam::GetLoginProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetLoginProfileInput& input) {
  return OnUserOrCaller(iam, call, "iam:GetLoginProfile", input.user_name);
}

Result<GetLoginProfileOutput> Handle(Iam& iam, const api::Call& call,
                                     const GetLoginProfileInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, user));
  if (!row->login) return NoLogin(user);
  return GetLoginProfileOutput{ApiLogin(*row)};
}

}  // namespace firn::services::iam
