// DeleteGroup: deletes a group without members and policies.

#include <algorithm>

#include "services/iam/entity_policies.h"
#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::DeleteGroupInput;
using api::iam::DeleteGroupOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteGroupInput& input) {
  return On<GroupRow>(iam, call, "iam:DeleteGroup", input.group_name);
}

Result<DeleteGroupOutput> Handle(Iam& iam, const api::Call& call, const DeleteGroupInput& input) {
  const auto check = [&](const GroupRow& row, const state::Reader& reader) -> Result<void> {
    FIRN_TRY(const auto users, Iam::AllIn<UserRow>(reader, call.account));
    if (std::any_of(users.begin(), users.end(),
                    [&](const auto& user) { return IsMember(*user, row.entity.name); })) {
      return api::iam::DeleteConflictException(
          "Cannot delete entity, must remove users from group first.");
    }
    return CheckNoPolicies(row.entity);
  };
  FIRN_OK(iam.Remove<GroupRow>(call.account, input.group_name, check));
  return DeleteGroupOutput{};
}

}  // namespace firn::services::iam
