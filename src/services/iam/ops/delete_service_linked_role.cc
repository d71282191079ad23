// DeleteServiceLinkedRole: deletes a service's role at once; the task it answers is done.

#include "services/iam/ops.h"
#include "services/iam/roles.h"

namespace firn::services::iam {

using api::iam::DeleteServiceLinkedRoleInput;
using api::iam::DeleteServiceLinkedRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteServiceLinkedRoleInput& input) {
  return On<RoleRow>(iam, call, "iam:DeleteServiceLinkedRole", input.role_name);
}

Result<DeleteServiceLinkedRoleOutput> Handle(Iam& iam, const api::Call& call,
                                             const DeleteServiceLinkedRoleInput& input) {
  FIRN_TRY(const auto row, iam.Role(call.account, input.role_name));
  if (!IsServiceLinked(row->entity)) return KindOf<RoleRow>::Missing(input.role_name);
  const auto any = [](const RoleRow&, const state::Reader&) { return Result<void>(); };
  FIRN_OK(iam.Remove<RoleRow>(call.account, input.role_name, any));
  return DeleteServiceLinkedRoleOutput{"task" + row->entity.path + input.role_name + "/" +
                                       iam.random().Uuid()};
}

}  // namespace firn::services::iam
