// UpdateAssumeRolePolicy: replaces a role's trust policy.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateAssumeRolePolicyInput;
using api::iam::UpdateAssumeRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateAssumeRolePolicyInput& input) {
  return OnRole(iam, call, "iam:UpdateAssumeRolePolicy", input.role_name);
}

Result<UpdateAssumeRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                            const UpdateAssumeRolePolicyInput& input) {
  FIRN_TRY(const auto ids, iam.TrustedIds(input.policy_document));
  if (CountedBytes(input.policy_document) > kTrustPolicyBytesMax) {
    return api::iam::LimitExceededException("Cannot exceed quota for ACLSizePerRole: " +
                                            std::to_string(kTrustPolicyBytesMax));
  }
  FIRN_OK(iam.ChangeRole(call.account, input.role_name, [&](RoleRow& row) -> Result<void> {
    row.trust = input.policy_document;
    row.trusted_ids = ids;
    return {};
  }));
  return UpdateAssumeRolePolicyOutput{};
}

}  // namespace firn::services::iam
