// PutRolePermissionsBoundary: limits what policies can give a role to what a managed policy allows.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::PutRolePermissionsBoundaryInput;
using api::iam::PutRolePermissionsBoundaryOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const PutRolePermissionsBoundaryInput& input) {
  authz::Needs needs = On<RoleRow>(iam, call, "iam:PutRolePermissionsBoundary", input.role_name);
  needs.front().context["iam:PermissionsBoundary"] = {input.permissions_boundary};
  return needs;
}

Result<PutRolePermissionsBoundaryOutput> Handle(Iam& iam, const api::Call& call,
                                                const PutRolePermissionsBoundaryInput& input) {
  FIRN_OK(SetBoundary(iam, call, Bearer::kRole, input.role_name, input.permissions_boundary));
  return PutRolePermissionsBoundaryOutput{};
}

}  // namespace firn::services::iam
