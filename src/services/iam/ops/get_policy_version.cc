// GetPolicyVersion: returns one version of a managed policy with its document, percent-encoded.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::GetPolicyVersionInput;
using api::iam::GetPolicyVersionOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetPolicyVersionInput& input) {
  return On<PolicyRow>(iam, call, "iam:GetPolicyVersion", input.policy_arn);
}

Result<GetPolicyVersionOutput> Handle(Iam& iam, const api::Call& call,
                                      const GetPolicyVersionInput& input) {
  FIRN_TRY(const auto row, iam.Policy(call.account, input.policy_arn));
  FIRN_OK(CheckVersion(*row, input.version_id));
  api::iam::PolicyVersion version = ApiVersion(*row, input.version_id);
  version.document = EncodedDocument(row->versions.at(input.version_id).document);
  return GetPolicyVersionOutput{std::move(version)};
}

}  // namespace firn::services::iam
