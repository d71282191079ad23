// AddUserToGroup: makes a user a member of a group; once is enough.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::AddUserToGroupInput;
using api::iam::AddUserToGroupOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const AddUserToGroupInput& input) {
  return On<GroupRow>(iam, call, "iam:AddUserToGroup", input.group_name);
}

Result<AddUserToGroupOutput> Handle(Iam& iam, const api::Call& call,
                                    const AddUserToGroupInput& input) {
  const auto join = [&](UserRow& row, const state::Reader& reader) -> Result<void> {
    FIRN_TRY(const auto group, Iam::Find<GroupRow>(reader, call.account, input.group_name));
    if (group == nullptr) return KindOf<GroupRow>::Missing(input.group_name);
    if (IsMember(row, input.group_name)) return {};
    if (row.groups.size() >= kGroupsPerUserMax) {
      return api::iam::LimitExceededException("Cannot exceed quota for GroupsPerUser: " +
                                              std::to_string(kGroupsPerUserMax));
    }
    row.groups.push_back(input.group_name);
    return {};
  };
  FIRN_OK(iam.Get<GroupRow>(call.account, input.group_name));
  FIRN_OK(iam.Change<UserRow>(call.account, input.user_name, join));
  return AddUserToGroupOutput{};
}

}  // namespace firn::services::iam
