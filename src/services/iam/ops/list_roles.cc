// ListRoles: lists the roles of the account, without tags and boundaries.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListRolesInput;
using api::iam::ListRolesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListRolesInput& input) {
  return OnAll<RoleRow>(call, "iam:ListRoles", input.path_prefix);
}

Result<ListRolesOutput> Handle(Iam& iam, const api::Call& call, const ListRolesInput& input) {
  FIRN_TRY(auto rows, RowsUnder<RoleRow>(iam, call, input.path_prefix));
  return Answer(&ListRolesOutput::roles, std::move(rows), input, ByName(),
                [&](const auto& row) { return ApiRole(iam, *row, Detail::kListed); });
}

}  // namespace firn::services::iam
