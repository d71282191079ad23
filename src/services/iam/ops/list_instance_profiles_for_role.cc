// ListInstanceProfilesForRole: lists none, for there are no instance profiles here; Terraform asks
// before it deletes a role.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListInstanceProfilesForRoleInput;
using api::iam::ListInstanceProfilesForRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListInstanceProfilesForRoleInput& input) {
  return OnRole(iam, call, "iam:ListInstanceProfilesForRole", input.role_name);
}

Result<ListInstanceProfilesForRoleOutput> Handle(Iam& iam, const api::Call& call,
                                                 const ListInstanceProfilesForRoleInput& input) {
  FIRN_OK(iam.Role(call.account, input.role_name));
  ListInstanceProfilesForRoleOutput output;
  output.is_truncated = false;
  return output;
}

}  // namespace firn::services::iam
