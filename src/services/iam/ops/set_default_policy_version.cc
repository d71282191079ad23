// SetDefaultPolicyVersion: chooses the version of a managed policy that is in force.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::SetDefaultPolicyVersionInput;
using api::iam::SetDefaultPolicyVersionOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const SetDefaultPolicyVersionInput& input) {
  return On<PolicyRow>(iam, call, "iam:SetDefaultPolicyVersion", input.policy_arn);
}

Result<SetDefaultPolicyVersionOutput> Handle(Iam& iam, const api::Call& call,
                                             const SetDefaultPolicyVersionInput& input) {
  const auto choose = [&](PolicyRow& row, const state::Reader&) -> Result<void> {
    FIRN_OK(CheckVersion(row, input.version_id));
    row.default_version = input.version_id;
    row.updated = call.now;
    return {};
  };
  FIRN_OK(iam.ChangePolicy(call.account, input.policy_arn, choose));
  return SetDefaultPolicyVersionOutput{};
}

}  // namespace firn::services::iam
