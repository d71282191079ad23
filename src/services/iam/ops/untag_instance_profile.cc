// UntagInstanceProfile: takes tags away from an instance profile; keys it does not have are passed
// over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagInstanceProfileInput;
using api::iam::UntagInstanceProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UntagInstanceProfileInput& input) {
  return WithTagKeys(
      On<ProfileRow>(iam, call, "iam:UntagInstanceProfile", input.instance_profile_name),
      input.tag_keys);
}

Result<UntagInstanceProfileOutput> Handle(Iam& iam, const api::Call& call,
                                          const UntagInstanceProfileInput& input) {
  FIRN_OK(DropTags<ProfileRow>(iam, call, input.instance_profile_name, input.tag_keys));
  return UntagInstanceProfileOutput{};
}

}  // namespace firn::services::iam
