// DeleteRole: deletes a role that has no policies and is in no instance profile.

#include "services/iam/ops.h"
#include "services/iam/roles.h"

namespace firn::services::iam {

using api::iam::DeleteRoleInput;
using api::iam::DeleteRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteRoleInput& input) {
  return On<RoleRow>(iam, call, "iam:DeleteRole", input.role_name);
}

Result<DeleteRoleOutput> Handle(Iam& iam, const api::Call& call, const DeleteRoleInput& input) {
  FIRN_OK(iam.Remove<RoleRow>(call.account, input.role_name, CheckUnusedRole(call)));
  return DeleteRoleOutput{};
}

}  // namespace firn::services::iam
