// DeleteInstanceProfile: deletes an instance profile without a role.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteInstanceProfileInput;
using api::iam::DeleteInstanceProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteInstanceProfileInput& input) {
  return On<ProfileRow>(iam, call, "iam:DeleteInstanceProfile", input.instance_profile_name);
}

Result<DeleteInstanceProfileOutput> Handle(Iam& iam, const api::Call& call,
                                           const DeleteInstanceProfileInput& input) {
  const auto check = [](const ProfileRow& row, const state::Reader&) -> Result<void> {
    if (!row.role) return {};
    return api::iam::DeleteConflictException(
        "Cannot delete entity, must remove roles from instance profile first.");
  };
  FIRN_OK(iam.Remove<ProfileRow>(call.account, input.instance_profile_name, check));
  return DeleteInstanceProfileOutput{};
}

}  // namespace firn::services::iam
