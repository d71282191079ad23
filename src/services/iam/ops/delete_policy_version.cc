// DeletePolicyVersion: deletes a version that is not the default.

#include "services/iam/ops.h"
#include "services/iam/policies.h"

namespace firn::services::iam {

using api::iam::DeletePolicyVersionInput;
using api::iam::DeletePolicyVersionOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeletePolicyVersionInput& input) {
  return On<PolicyRow>(iam, call, "iam:DeletePolicyVersion", input.policy_arn);
}

Result<DeletePolicyVersionOutput> Handle(Iam& iam, const api::Call& call,
                                         const DeletePolicyVersionInput& input) {
  const auto erase = [&](PolicyRow& row, const state::Reader&) -> Result<void> {
    FIRN_OK(CheckVersion(row, input.version_id));
    if (input.version_id == row.default_version) {
      return api::iam::DeleteConflictException("Cannot delete the default version of a policy.");
    }
    row.versions.erase(input.version_id);
    return {};
  };
  FIRN_OK(iam.ChangePolicy(call.account, input.policy_arn, erase));
  return DeletePolicyVersionOutput{};
}

}  // namespace firn::services::iam
