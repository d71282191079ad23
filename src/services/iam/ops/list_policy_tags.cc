// ListPolicyTags: lists the tags of a managed policy.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListPolicyTagsInput;
using api::iam::ListPolicyTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListPolicyTagsInput& input) {
  return On<PolicyRow>(iam, call, "iam:ListPolicyTags", input.policy_arn);
}

Result<ListPolicyTagsOutput> Handle(Iam& iam, const api::Call& call,
                                    const ListPolicyTagsInput& input) {
  return TagPage<PolicyRow, ListPolicyTagsOutput>(iam, call, input.policy_arn, input);
}

}  // namespace firn::services::iam
