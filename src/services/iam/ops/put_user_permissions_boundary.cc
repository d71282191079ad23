// PutUserPermissionsBoundary: limits what policies can give a user to what a managed policy allows.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::PutUserPermissionsBoundaryInput;
using api::iam::PutUserPermissionsBoundaryOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const PutUserPermissionsBoundaryInput& input) {
  authz::Needs needs = On<UserRow>(iam, call, "iam:PutUserPermissionsBoundary", input.user_name);
  needs.front().context["iam:PermissionsBoundary"] = {input.permissions_boundary};
  return needs;
}

Result<PutUserPermissionsBoundaryOutput> Handle(Iam& iam, const api::Call& call,
                                                const PutUserPermissionsBoundaryInput& input) {
  FIRN_OK(SetBoundary(iam, call, Bearer::kUser, input.user_name, input.permissions_boundary));
  return PutUserPermissionsBoundaryOutput{};
}

}  // namespace firn::services::iam
