// TagRole: adds tags to a role or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagRoleInput;
using api::iam::TagRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagRoleInput& input) {
  return WithTags(On<RoleRow>(iam, call, "iam:TagRole", input.role_name), input.tags);
}

Result<TagRoleOutput> Handle(Iam& iam, const api::Call& call, const TagRoleInput& input) {
  FIRN_OK(AddTags<RoleRow>(iam, call, input.role_name, input.tags));
  return TagRoleOutput{};
}

}  // namespace firn::services::iam
