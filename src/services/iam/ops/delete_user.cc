// DeleteUser: deletes a user to whom nothing belongs any more.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::DeleteUserInput;
using api::iam::DeleteUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteUserInput& input) {
  return On<UserRow>(iam, call, "iam:DeleteUser", input.user_name);
}

Result<DeleteUserOutput> Handle(Iam& iam, const api::Call& call, const DeleteUserInput& input) {
  FIRN_OK(iam.Remove<UserRow>(call.account, input.user_name, CheckUnusedUser));
  return DeleteUserOutput{};
}

}  // namespace firn::services::iam
