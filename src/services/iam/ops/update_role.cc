// UpdateRole: changes description and maximum session duration; what is absent goes back to its
// default.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateRoleInput;
using api::iam::UpdateRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateRoleInput& input) {
  return OnRole(iam, call, "iam:UpdateRole", input.role_name);
}

Result<UpdateRoleOutput> Handle(Iam& iam, const api::Call& call, const UpdateRoleInput& input) {
  FIRN_OK(iam.ChangeRole(call.account, input.role_name, [&](RoleRow& row) -> Result<void> {
    row.description = input.description.value_or("");
    row.session_chosen = input.max_session_duration.has_value();
    row.session_seconds_max = input.max_session_duration.value_or(3600);
    return {};
  }));
  return UpdateRoleOutput{};
}

}  // namespace firn::services::iam
