// RemoveRoleFromInstanceProfile: takes the role out of an instance profile.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::RemoveRoleFromInstanceProfileInput;
using api::iam::RemoveRoleFromInstanceProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const RemoveRoleFromInstanceProfileInput& input) {
  return On<ProfileRow>(iam, call, "iam:RemoveRoleFromInstanceProfile",
                        input.instance_profile_name);
}

Result<RemoveRoleFromInstanceProfileOutput> Handle(
    Iam& iam, const api::Call& call, const RemoveRoleFromInstanceProfileInput& input) {
  const auto remove = [&](ProfileRow& row, const state::Reader&) -> Result<void> {
    if (row.role != input.role_name) return KindOf<RoleRow>::Missing(input.role_name);
    row.role.reset();
    return {};
  };
  FIRN_OK(iam.Change<ProfileRow>(call.account, input.instance_profile_name, remove));
  return RemoveRoleFromInstanceProfileOutput{};
}

}  // namespace firn::services::iam
