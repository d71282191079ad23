// ListInstanceProfilesForRole: lists the instance profiles that hold a role.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListInstanceProfilesForRoleInput;
using api::iam::ListInstanceProfilesForRoleOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListInstanceProfilesForRoleInput& input) {
  return On<RoleRow>(iam, call, "iam:ListInstanceProfilesForRole", input.role_name);
}

Result<ListInstanceProfilesForRoleOutput> Handle(Iam& iam, const api::Call& call,
                                                 const ListInstanceProfilesForRoleInput& input) {
  FIRN_OK(iam.Role(call.account, input.role_name));
  FIRN_TRY(auto rows, iam.All<ProfileRow>(call.account));
  std::erase_if(rows, [&](const auto& row) { return row->role != input.role_name; });
  FIRN_TRY(auto page, PageOf(std::move(rows), input.marker, input.max_items, ByName()));
  ListInstanceProfilesForRoleOutput output;
  for (const auto& row : page.items) {
    FIRN_TRY(auto profile, ApiProfile(iam, call, *row, Detail::kListed));
    output.instance_profiles.push_back(std::move(profile));
  }
  output.is_truncated = page.truncated;
  output.marker = page.marker;
  return output;
}

}  // namespace firn::services::iam
