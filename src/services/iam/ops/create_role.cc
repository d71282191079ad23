// CreateRole: makes a role with its trust policy. Users and roles that the policy names must exist.

#include "services/iam/answers.h"
#include "services/iam/iam.h"
#include "services/iam/ops.h"

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
  row.entity.name = input.role_name;
  row.entity.path = input.path.value_or("/");
  row.entity.created = call.now;
  FIRN_TRY(const auto tags, TagsOf(input.tags));
  FIRN_OK(MergeTags(row.entity.tags, tags));
  FIRN_TRY(row.trusted_ids, iam.TrustedIds(input.assume_role_policy_document));
  if (CountedBytes(input.assume_role_policy_document) > kTrustPolicyBytesMax) {
    return api::iam::LimitExceededException("Cannot exceed quota for ACLSizePerRole: " +
                                            std::to_string(kTrustPolicyBytesMax));
  }
  row.trust = input.assume_role_policy_document;
  row.description = input.description;
  row.session_chosen = input.max_session_duration.has_value();
  row.session_seconds_max = input.max_session_duration.value_or(row.session_seconds_max);
  FIRN_OK(CheckBoundary(iam, call, input.permissions_boundary));
  row.entity.boundary = input.permissions_boundary;
  FIRN_TRY(const RoleRow added, iam.AddRole(call.account, std::move(row)));
  return CreateRoleOutput{ApiRole(iam, added, Detail::kCreated)};
}

}  // namespace firn::services::iam
