// DeleteLoginProfile: takes a user's password away.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::DeleteLoginProfileInput;
using api::iam::DeleteLoginProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteLoginProfileInput& input) {
  return OnUserOrCaller(iam, call, "iam:DeleteLoginProfile", input.user_name);
}

Result<DeleteLoginProfileOutput> Handle(Iam& iam, const api::Call& call,
                                        const DeleteLoginProfileInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  const auto erase = [&](UserRow& row, const state::Reader&) -> Result<void> {
    if (!row.login) return NoLogin(user);
    row.login.reset();
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, erase));
  return DeleteLoginProfileOutput{};
}

}  // namespace firn::services::iam
