// ListUsers: lists the users of the account.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListUsersInput;
using api::iam::ListUsersOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListUsersInput& input) {
  const std::string prefix = input.path_prefix.value_or("/");
  return {{.action = "iam:ListUsers",
           .resource = Arn::Global("iam", call.account, "user" + prefix).text()}};
}

Result<ListUsersOutput> Handle(Iam& iam, const api::Call& call, const ListUsersInput& input) {
  FIRN_TRY(auto rows, iam.Users(call.account));
  const std::string prefix = input.path_prefix.value_or("/");
  std::erase_if(rows, [&](const auto& row) { return !row->entity.path.starts_with(prefix); });
  FIRN_TRY(auto page, PageOf(std::move(rows), input.marker, input.max_items,
                             [](const auto& row) { return row->entity.name; }));
  ListUsersOutput output;
  for (const auto& row : page.items) output.users.push_back(ApiUser(*row, Detail::kListed));
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
