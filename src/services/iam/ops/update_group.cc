// UpdateGroup: renames or moves a group, which keeps its members and policies.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateGroupInput;
using api::iam::UpdateGroupOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateGroupInput& input) {
  authz::Needs needs = On<GroupRow>(iam, call, "iam:UpdateGroup", input.group_name);
  if (input.new_group_name || input.new_path) {
    authz::Need target = needs.front();
    target.resource = ArnOf(call.account, "group", input.new_path.value_or("/"),
                            input.new_group_name.value_or(input.group_name));
    needs.push_back(std::move(target));
  }
  return needs;
}

Result<UpdateGroupOutput> Handle(Iam& iam, const api::Call& call, const UpdateGroupInput& input) {
  FIRN_OK(iam.MoveGroup(call.account, input.group_name, {input.new_group_name, input.new_path}));
  return UpdateGroupOutput{};
}

}  // namespace firn::services::iam
