// ListInstanceProfileTags: lists the tags of an instance profile.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListInstanceProfileTagsInput;
using api::iam::ListInstanceProfileTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListInstanceProfileTagsInput& input) {
  return On<ProfileRow>(iam, call, "iam:ListInstanceProfileTags", input.instance_profile_name);
}

Result<ListInstanceProfileTagsOutput> Handle(Iam& iam, const api::Call& call,
                                             const ListInstanceProfileTagsInput& input) {
  return TagPage<ProfileRow, ListInstanceProfileTagsOutput>(iam, call, input.instance_profile_name,
                                                            input);
}

}  // namespace firn::services::iam
