// AddRoleToInstanceProfile: puts a role into an instance profile that has none.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::AddRoleToInstanceProfileInput;
using api::iam::AddRoleToInstanceProfileOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const AddRoleToInstanceProfileInput& input) {
  authz::Needs needs =
      On<ProfileRow>(iam, call, "iam:AddRoleToInstanceProfile", input.instance_profile_name);
  authz::Needs pass = On<RoleRow>(iam, call, "iam:PassRole", input.role_name);
  pass.front().context["iam:PassedToService"] = {"ec2.amazonaws.com"};
  needs.push_back(pass.front());
  return needs;
}

Result<AddRoleToInstanceProfileOutput> Handle(Iam& iam, const api::Call& call,
                                              const AddRoleToInstanceProfileInput& input) {
  const auto add = [&](ProfileRow& row, const state::Reader& reader) -> Result<void> {
    FIRN_TRY(const auto role, Iam::Find<RoleRow>(reader, call.account, input.role_name));
    if (role == nullptr) return KindOf<RoleRow>::Missing(input.role_name);
    if (row.role) {
      return api::iam::LimitExceededException(
          "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1");
    }
    row.role = input.role_name;
    return {};
  };
  FIRN_OK(iam.Change<ProfileRow>(call.account, input.instance_profile_name, add));
  return AddRoleToInstanceProfileOutput{};
}

}  // namespace firn::services::iam
