// ListGroupsForUser: lists the groups a user is in.

#include "services/iam/ops.h"
#include "services/iam/users.h"

namespace firn::services::iam {

using api::iam::ListGroupsForUserInput;
using api::iam::ListGroupsForUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListGroupsForUserInput& input) {
  return On<UserRow>(iam, call, "iam:ListGroupsForUser", input.user_name);
}

Result<ListGroupsForUserOutput> Handle(Iam& iam, const api::Call& call,
                                       const ListGroupsForUserInput& input) {
  FIRN_TRY(const auto user, iam.User(call.account, input.user_name));
  FIRN_TRY(auto rows, iam.All<GroupRow>(call.account));
  std::erase_if(rows, [&](const auto& row) { return !IsMember(*user, row->entity.name); });
  return Answer(&ListGroupsForUserOutput::groups, std::move(rows), input, ByName(),
                [](const auto& row) { return ApiGroup(*row); });
}

}  // namespace firn::services::iam
