// ListPolicyVersions: lists the versions of a managed policy without their documents.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::ListPolicyVersionsInput;
using api::iam::ListPolicyVersionsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const ListPolicyVersionsInput& input) {
  return On<PolicyRow>(iam, call, "iam:ListPolicyVersions", input.policy_arn);
}

Result<ListPolicyVersionsOutput> Handle(Iam& iam, const api::Call& call,
                                        const ListPolicyVersionsInput& input) {
  FIRN_TRY(const auto row, iam.Policy(call.account, input.policy_arn));
  std::vector<std::string> ids;
  for (const auto& [id, version] : row->versions) ids.push_back(id);
  return Answer(&ListPolicyVersionsOutput::versions, std::move(ids), input, Itself(),
                [&](const std::string& id) { return ApiVersion(*row, id); });
}

}  // namespace firn::services::iam
