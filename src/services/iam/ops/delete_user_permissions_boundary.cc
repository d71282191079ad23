// DeleteUserPermissionsBoundary: lifts the boundary of a user.

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteUserPermissionsBoundaryInput;
using api::iam::DeleteUserPermissionsBoundaryOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteUserPermissionsBoundaryInput& input) {
  return On<UserRow>(iam, call, "iam:DeleteUserPermissionsBoundary", input.user_name);
}

Result<DeleteUserPermissionsBoundaryOutput> Handle(
    Iam& iam, const api::Call& call, const DeleteUserPermissionsBoundaryInput& input) {
  FIRN_OK(SetBoundary(iam, call, Bearer::kUser, input.user_name, std::nullopt));
  return DeleteUserPermissionsBoundaryOutput{};
}

}  // namespace firn::services::iam
