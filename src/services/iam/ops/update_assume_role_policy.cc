// UpdateAssumeRolePolicy: replaces a role's trust policy.

#include "services/iam/ops.h"
#include "services/iam/roles.h"

namespace firn::services::iam {

using api::iam::UpdateAssumeRolePolicyInput;
using api::iam::UpdateAssumeRolePolicyOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateAssumeRolePolicyInput& input) {
  return On<RoleRow>(iam, call, "iam:UpdateAssumeRolePolicy", input.role_name);
}

Result<UpdateAssumeRolePolicyOutput> Handle(Iam& iam, const api::Call& call,
                                            const UpdateAssumeRolePolicyInput& input) {
  FIRN_TRY(RoleRow fresh, TrustOnly(iam, input.policy_document));
  const auto change = [&](RoleRow& row, const state::Reader&) -> Result<void> {
    FIRN_OK(CheckModifiable(row.entity));
    row.trust = fresh.trust;
    row.trusted_ids = fresh.trusted_ids;
    return {};
  };
  FIRN_OK(iam.Change<RoleRow>(call.account, input.role_name, change));
  return UpdateAssumeRolePolicyOutput{};
}

}  // namespace firn::services::iam
