// ListUserTags: lists the tags of a user.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListUserTagsInput;
using api::iam::ListUserTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListUserTagsInput& input) {
  return On<UserRow>(iam, call, "iam:ListUserTags", input.user_name);
}

Result<ListUserTagsOutput> Handle(Iam& iam, const api::Call& call, const ListUserTagsInput& input) {
  return TagPage<UserRow, ListUserTagsOutput>(iam, call, input.user_name, input);
}

}  // namespace firn::services::iam
