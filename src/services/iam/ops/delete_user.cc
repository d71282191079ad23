// DeleteUser: deletes a user that has neither keys nor policies left.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteUserInput;
using api::iam::DeleteUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteUserInput& input) {
  return OnUser(iam, call, "iam:DeleteUser", input.user_name);
}

Result<DeleteUserOutput> Handle(Iam& iam, const api::Call& call, const DeleteUserInput& input) {
  FIRN_OK(iam.RemoveUser(call.account, input.user_name));
  return DeleteUserOutput{};
}

}  // namespace firn::services::iam
