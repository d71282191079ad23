// ListUsers: lists the users of the account, without tags and boundaries.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListUsersInput;
using api::iam::ListUsersOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListUsersInput& input) {
  return OnAll<UserRow>(call, "iam:ListUsers", input.path_prefix);
}

Result<ListUsersOutput> Handle(Iam& iam, const api::Call& call, const ListUsersInput& input) {
  FIRN_TRY(auto rows, RowsUnder<UserRow>(iam, call, input.path_prefix));
  return Answer(&ListUsersOutput::users, std::move(rows), input, ByName(),
                [](const auto& row) { return ApiUser(*row, Detail::kListed); });
}

}  // namespace firn::services::iam
