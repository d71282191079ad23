// CreateServiceLinkedRole: makes the role in which a service acts, under the name that belongs to
// it. Only its description can be changed afterwards.
// Differs from AWS: services that are not in the list of known names get their first word as name,
// and the role carries no managed policy.

#include "services/iam/ops.h"
#include "services/iam/roles.h"

namespace firn::services::iam {

using api::iam::CreateServiceLinkedRoleInput;
using api::iam::CreateServiceLinkedRoleOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call,
                      const CreateServiceLinkedRoleInput& input) {
  authz::Needs needs =
      OnResource("iam:CreateServiceLinkedRole", ServiceLinkedArn(call, input.aws_service_name), {});
  needs.front().context["iam:AWSServiceName"] = {input.aws_service_name};
  return needs;
}

Result<CreateServiceLinkedRoleOutput> Handle(Iam& iam, const api::Call& call,
                                             const CreateServiceLinkedRoleInput& input) {
  FIRN_TRY(RoleRow row,
           ServiceLinkedRole(call, input.aws_service_name, input.custom_suffix.value_or("")));
  row.description = input.description;
  auto added = iam.Add(call.account, std::move(row));
  if (!added && added.error().kind == Kind::kExists) {
    return api::iam::InvalidInputException(
        "Service role name " +
        ServiceLinkedName(input.aws_service_name, input.custom_suffix.value_or("")) +
        " has been taken in this account, please try a different suffix.");
  }
  FIRN_OK(added);
  return CreateServiceLinkedRoleOutput{ApiRole(iam, *added, Detail::kCreated)};
}

}  // namespace firn::services::iam
