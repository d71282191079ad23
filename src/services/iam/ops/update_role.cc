// UpdateRole: sets a role's description and its longest session; what is not given becomes the
// default.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateRoleInput;
using api::iam::UpdateRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateRoleInput& input) {
  return On<RoleRow>(iam, call, "iam:UpdateRole", input.role_name);
}

Result<UpdateRoleOutput> Handle(Iam& iam, const api::Call& call, const UpdateRoleInput& input) {
  const auto change = [&](RoleRow& row, const state::Reader&) -> Result<void> {
    row.description = input.description.value_or("");
    row.session_chosen = input.max_session_duration.has_value();
    row.session_seconds_max = input.max_session_duration.value_or(RoleRow().session_seconds_max);
    return {};
  };
  FIRN_OK(iam.Change<RoleRow>(call.account, input.role_name, change));
  return UpdateRoleOutput{};
}

}  // namespace firn::services::iam
