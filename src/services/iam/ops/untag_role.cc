// UntagRole: takes tags away from a role; keys it does not have are passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagRoleInput;
using api::iam::UntagRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UntagRoleInput& input) {
  return WithTagKeys(On<RoleRow>(iam, call, "iam:UntagRole", input.role_name), input.tag_keys);
}

Result<UntagRoleOutput> Handle(Iam& iam, const api::Call& call, const UntagRoleInput& input) {
  FIRN_OK(DropTags<RoleRow>(iam, call, input.role_name, input.tag_keys));
  return UntagRoleOutput{};
}

}  // namespace firn::services::iam
