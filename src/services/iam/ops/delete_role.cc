// DeleteRole: deletes a role that has no policies left.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteRoleInput;
using api::iam::DeleteRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteRoleInput& input) {
  return OnRole(iam, call, "iam:DeleteRole", input.role_name);
}

Result<DeleteRoleOutput> Handle(Iam& iam, const api::Call& call, const DeleteRoleInput& input) {
  FIRN_OK(iam.RemoveRole(call.account, input.role_name));
  return DeleteRoleOutput{};
}

}  // namespace firn::services::iam
