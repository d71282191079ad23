// GetPolicyVersion: returns one version of a managed policy with its document, percent-encoded.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetPolicyVersionInput;
using api::iam::GetPolicyVersionOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetPolicyVersionInput& input) {
  return OnPolicy("iam:GetPolicyVersion", input.policy_arn);
}

Result<GetPolicyVersionOutput> Handle(Iam& iam, const api::Call& call,
                                      const GetPolicyVersionInput& input) {
  FIRN_TRY(const auto row, iam.Policy(call.account, input.policy_arn));
  const auto found = row->versions.find(input.version_id);
  if (found == row->versions.end()) {
    return api::iam::NoSuchEntityException("Policy " + input.policy_arn + " version " +
                                           input.version_id +
                                           " does not exist or is not attachable.");
  }
  api::iam::PolicyVersion version;
  version.document = EncodedDocument(found->second.document);
  version.version_id = found->first;
  version.is_default_version = found->first == row->default_version;
  version.create_date = found->second.created;
  return GetPolicyVersionOutput{version};
}

}  // namespace firn::services::iam
