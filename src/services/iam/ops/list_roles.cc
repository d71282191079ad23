// ListRoles: lists the roles of the account, without tags and boundaries.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListRolesInput;
using api::iam::ListRolesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListRolesInput& input) {
  const std::string prefix = input.path_prefix.value_or("/");
  return {{.action = "iam:ListRoles",
           .resource = Arn::Global("iam", call.account, "role" + prefix).text()}};
}

Result<ListRolesOutput> Handle(Iam& iam, const api::Call& call, const ListRolesInput& input) {
  FIRN_TRY(auto rows, iam.Roles(call.account));
  const std::string prefix = input.path_prefix.value_or("/");
  std::erase_if(rows, [&](const auto& row) { return !row->entity.path.starts_with(prefix); });
  FIRN_TRY(auto page, PageOf(std::move(rows), input.marker, input.max_items,
                             [](const auto& row) { return row->entity.name; }));
  ListRolesOutput output;
  for (const auto& row : page.items) output.roles.push_back(ApiRole(iam, *row, Detail::kListed));
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
