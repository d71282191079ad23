// DeleteRolePermissionsBoundary: lifts the boundary of a role.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteRolePermissionsBoundaryInput;
using api::iam::DeleteRolePermissionsBoundaryOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteRolePermissionsBoundaryInput& input) {
  return On<RoleRow>(iam, call, "iam:DeleteRolePermissionsBoundary", input.role_name);
}

Result<DeleteRolePermissionsBoundaryOutput> Handle(
    Iam& iam, const api::Call& call, const DeleteRolePermissionsBoundaryInput& input) {
  FIRN_OK(SetBoundary(iam, call, Bearer::kRole, input.role_name, std::nullopt));
  return DeleteRolePermissionsBoundaryOutput{};
}

}  // namespace firn::services::iam
