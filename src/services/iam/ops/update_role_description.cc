// UpdateRoleDescription: sets a role's description.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateRoleDescriptionInput;
using api::iam::UpdateRoleDescriptionOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateRoleDescriptionInput& input) {
  return On<RoleRow>(iam, call, "iam:UpdateRoleDescription", input.role_name);
}

Result<UpdateRoleDescriptionOutput> Handle(Iam& iam, const api::Call& call,
                                           const UpdateRoleDescriptionInput& input) {
  const auto change = [&](RoleRow& row, const state::Reader&) -> Result<void> {
    row.description = input.description;
    return {};
  };
  FIRN_OK(iam.Change<RoleRow>(call.account, input.role_name, change));
  FIRN_TRY(const auto row, iam.Role(call.account, input.role_name));
  return UpdateRoleDescriptionOutput{ApiRole(iam, *row, Detail::kListed)};
}

}  // namespace firn::services::iam
