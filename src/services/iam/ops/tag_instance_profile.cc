// TagInstanceProfile: adds tags to an instance profile or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagInstanceProfileInput;
using api::iam::TagInstanceProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagInstanceProfileInput& input) {
  return WithTags(On<ProfileRow>(iam, call, "iam:TagInstanceProfile", input.instance_profile_name),
                  input.tags);
}

Result<TagInstanceProfileOutput> Handle(Iam& iam, const api::Call& call,
                                        const TagInstanceProfileInput& input) {
  FIRN_OK(AddTags<ProfileRow>(iam, call, input.instance_profile_name, input.tags));
  return TagInstanceProfileOutput{};
}

}  // namespace firn::services::iam
