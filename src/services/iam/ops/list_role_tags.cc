// ListRoleTags: lists the tags of a role.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListRoleTagsInput;
using api::iam::ListRoleTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListRoleTagsInput& input) {
  return On<RoleRow>(iam, call, "iam:ListRoleTags", input.role_name);
}

Result<ListRoleTagsOutput> Handle(Iam& iam, const api::Call& call, const ListRoleTagsInput& input) {
  return TagPage<RoleRow, ListRoleTagsOutput>(iam, call, input.role_name, input);
}

}  // namespace firn::services::iam
