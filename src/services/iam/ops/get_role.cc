// GetRole: describes a role.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetRoleInput;
using api::iam::GetRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetRoleInput& input) {
  return On<RoleRow>(iam, call, "iam:GetRole", input.role_name);
}

Result<GetRoleOutput> Handle(Iam& iam, const api::Call& call, const GetRoleInput& input) {
  FIRN_TRY(const auto row, iam.Role(call.account, input.role_name));
  return GetRoleOutput{ApiRole(iam, *row, Detail::kFull)};
}

}  // namespace firn::services::iam
