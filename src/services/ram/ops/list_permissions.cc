// ListPermissions: the managed permissions that shares may have.
// Differs from AWS: knows AWS's own permissions for Glue; there are none of the customer's.

#include <set>

#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"
#include "services/ram/types.h"

namespace firn::services::ram {

namespace {

Result<void> CheckInput(const api::ram::ListPermissionsInput& input) {
  static const std::set<std::string> kScopes = {"ALL", "AWS", "LOCAL", "AWS_MANAGED",
                                                "CUSTOMER_MANAGED"};
  if (input.permission_type && !kScopes.contains(*input.permission_type)) {
    return api::ram::InvalidParameterException(
        *input.permission_type + " is not a valid scope. Must be one of: ALL, AWS, LOCAL.");
  }
  if (input.resource_type && FindType(*input.resource_type) == nullptr) {
    return api::ram::InvalidParameterException("Invalid resource type: " + *input.resource_type);
  }
  return {};
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const api::ram::ListPermissionsInput&) {
  return {{"ram:ListPermissions", "*", {}, {}}};
}

Result<api::ram::ListPermissionsOutput> Handle(Ram&, const api::Call&,
                                               const api::ram::ListPermissionsInput& input) {
  FIRN_OK(CheckInput(input));
  const std::string scope = input.permission_type.value_or("ALL");
  const bool ours = scope == "LOCAL" || scope == "CUSTOMER_MANAGED";
  std::vector<Positioned<api::ram::ResourceSharePermissionSummary>> found;
  for (const ManagedPermission& permission : ManagedPermissions()) {
    if (ours || (input.resource_type && permission.type != *input.resource_type)) continue;
    found.push_back({ArnOf(permission), SummaryOf(permission)});
  }
  api::ram::ListPermissionsOutput output;
  FIRN_TRY(output.permissions,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
