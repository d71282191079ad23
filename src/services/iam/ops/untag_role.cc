// UntagRole: removes tags from a role; keys it does not have are passed over.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagRoleInput;
using api::iam::UntagRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UntagRoleInput& input) {
  authz::Needs needs = OnRole(iam, call, "iam:UntagRole", input.role_name);
  needs.front().context["aws:TagKeys"] = input.tag_keys;
  return needs;
}

Result<UntagRoleOutput> Handle(Iam& iam, const api::Call& call, const UntagRoleInput& input) {
  FIRN_OK(iam.ChangeRole(call.account, input.role_name, [&](RoleRow& row) -> Result<void> {
    for (const std::string& key : input.tag_keys) EraseTag(row.entity.tags, key);
    return {};
  }));
  return UntagRoleOutput{};
}

}  // namespace firn::services::iam
