// ListResourceSharePermissions: the managed permissions of one of the caller's shares.

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::ListResourceSharePermissionsInput& input) {
  return {ShareNeed("ram:ListResourceSharePermissions", input.resource_share_arn)};
}

Result<api::ram::ListResourceSharePermissionsOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::ListResourceSharePermissionsInput& input) {
  FIRN_TRY(const ShareRecord share,
           FindShare(ram.store.Read(), call, input.resource_share_arn, Purpose::kLook));
  std::vector<Positioned<api::ram::ResourceSharePermissionSummary>> found;
  for (const auto& [type, arn] : share.permissions) {
    const ManagedPermission* permission = FindPermission(arn);
    if (permission == nullptr) continue;
    found.push_back({arn, SummaryOf(*permission)});
    found.back().item.status = kAssociated;
  }
  api::ram::ListResourceSharePermissionsOutput output;
  FIRN_TRY(output.permissions,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
