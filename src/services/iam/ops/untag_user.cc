// UntagUser: takes tags away from a user; keys it does not have are passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagUserInput;
using api::iam::UntagUserOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UntagUserInput& input) {
  return WithTagKeys(On<UserRow>(iam, call, "iam:UntagUser", input.user_name), input.tag_keys);
}

Result<UntagUserOutput> Handle(Iam& iam, const api::Call& call, const UntagUserInput& input) {
  FIRN_OK(DropTags<UserRow>(iam, call, input.user_name, input.tag_keys));
  return UntagUserOutput{};
}

}  // namespace firn::services::iam
