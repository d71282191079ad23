// GetServiceLinkedRoleDeletionStatus: says how a deletion stands. Deletions are done when they are
// answered, so a task whose role is gone has succeeded.

#include "services/iam/ops.h"
#include "services/iam/roles.h"

namespace firn::services::iam {

using api::iam::GetServiceLinkedRoleDeletionStatusInput;
using api::iam::GetServiceLinkedRoleDeletionStatusOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&,
                      const GetServiceLinkedRoleDeletionStatusInput&) {
  return OnAccount("iam:GetServiceLinkedRoleDeletionStatus");
}

Result<GetServiceLinkedRoleDeletionStatusOutput> Handle(
    Iam& iam, const api::Call& call, const GetServiceLinkedRoleDeletionStatusInput& input) {
  const auto name = RoleOfTask(input.deletion_task_id);
  if (!name) {
    return api::iam::NoSuchEntityException("The deletion task with id " + input.deletion_task_id +
                                           " cannot be found.");
  }
  GetServiceLinkedRoleDeletionStatusOutput output;
  output.status = iam.Role(call.account, *name) ? "FAILED" : "SUCCEEDED";
  return output;
}

}  // namespace firn::services::iam
