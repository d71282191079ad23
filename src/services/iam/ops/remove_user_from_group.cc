// RemoveUserFromGroup: ends a user's membership.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::RemoveUserFromGroupInput;
using api::iam::RemoveUserFromGroupOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const RemoveUserFromGroupInput& input) {
  return On<GroupRow>(iam, call, "iam:RemoveUserFromGroup", input.group_name);
}

Result<RemoveUserFromGroupOutput> Handle(Iam& iam, const api::Call& call,
                                         const RemoveUserFromGroupInput& input) {
  FIRN_OK(iam.Get<GroupRow>(call.account, input.group_name));
  const auto leave = [&](UserRow& row, const state::Reader&) -> Result<void> {
    if (std::erase(row.groups, input.group_name) == 0) {
      return api::iam::NoSuchEntityException("User " + input.user_name + " not in group " +
                                             input.group_name);
    }
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, leave));
  return RemoveUserFromGroupOutput{};
}

}  // namespace firn::services::iam
