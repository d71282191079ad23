// ListGroups: lists the groups of the account.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListGroupsInput;
using api::iam::ListGroupsOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListGroupsInput& input) {
  return OnAll<GroupRow>(call, "iam:ListGroups", input.path_prefix);
}

Result<ListGroupsOutput> Handle(Iam& iam, const api::Call& call, const ListGroupsInput& input) {
  FIRN_TRY(auto rows, RowsUnder<GroupRow>(iam, call, input.path_prefix));
  return Answer(&ListGroupsOutput::groups, std::move(rows), input, ByName(),
                [](const auto& row) { return ApiGroup(*row); });
}

}  // namespace firn::services::iam
