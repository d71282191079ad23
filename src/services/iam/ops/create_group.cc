// CreateGroup: makes a group without members or policies.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::CreateGroupInput;
using api::iam::CreateGroupOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreateGroupInput& input) {
  return ToCreate(call, "iam:CreateGroup", "group" + input.path.value_or("/") + input.group_name,
                  "", std::nullopt);
}

Result<CreateGroupOutput> Handle(Iam& iam, const api::Call& call, const CreateGroupInput& input) {
  GroupRow row;
  FIRN_OK(Begin(row.entity, call, input.group_name, input.path, std::nullopt));
  FIRN_TRY(const GroupRow added, iam.Add(call.account, std::move(row)));
  return CreateGroupOutput{ApiGroup(added)};
}

}  // namespace firn::services::iam
