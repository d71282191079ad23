// TagUser: adds tags to a user or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagUserInput;
using api::iam::TagUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagUserInput& input) {
  return WithTags(On<UserRow>(iam, call, "iam:TagUser", input.user_name), input.tags);
}

Result<TagUserOutput> Handle(Iam& iam, const api::Call& call, const TagUserInput& input) {
  FIRN_OK(AddTags<UserRow>(iam, call, input.user_name, input.tags));
  return TagUserOutput{};
}

}  // namespace firn::services::iam
