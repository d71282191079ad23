// GetGroup: describes a group and lists its members.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::GetGroupInput;
using api::iam::GetGroupOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetGroupInput& input) {
  return On<GroupRow>(iam, call, "iam:GetGroup", input.group_name);
}

Result<GetGroupOutput> Handle(Iam& iam, const api::Call& call, const GetGroupInput& input) {
  FIRN_TRY(const auto group, iam.Get<GroupRow>(call.account, input.group_name));
  FIRN_TRY(auto users, iam.All<UserRow>(call.account));
  std::erase_if(users, [&](const auto& user) { return !IsMember(*user, input.group_name); });
  FIRN_TRY(auto output, Answer(&GetGroupOutput::users, std::move(users), input, ByName(),
                               [](const auto& row) { return ApiUser(*row, Detail::kListed); }));
  output.group = ApiGroup(*group);
  return output;
}

}  // namespace firn::services::iam
