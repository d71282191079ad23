// CreateRole: makes a role with its trust policy. Users and roles that the policy names must exist.

#include "services/iam/ops.h"
#include "services/iam/roles.h"

namespace firn::services::iam {

using api::iam::CreateRoleInput;
using api::iam::CreateRoleOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreateRoleInput& input) {
  const std::string path = input.path.value_or("/");
  return ToCreate(call, "iam:CreateRole", "role" + path + input.role_name, "iam:TagRole",
                  input.tags, input.permissions_boundary);
}

Result<CreateRoleOutput> Handle(Iam& iam, const api::Call& call, const CreateRoleInput& input) {
  RoleRow row;
  FIRN_OK(BeginEntity(iam, call, row.entity, input.role_name, input));
  if (IsServiceLinked(row.entity)) {
    return api::iam::InvalidInputException("The path " + row.entity.path +
                                           " is reserved for roles that services make.");
  }
  FIRN_OK(SetTrust(iam, row, input.assume_role_policy_document));
  row.description = input.description;
  row.session_chosen = input.max_session_duration.has_value();
  row.session_seconds_max = input.max_session_duration.value_or(row.session_seconds_max);
  FIRN_TRY(const RoleRow added, iam.Add(call.account, std::move(row)));
  return CreateRoleOutput{ApiRole(iam, added, Detail::kCreated)};
}

}  // namespace firn::services::iam
