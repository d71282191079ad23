// EnableSharingWithAwsOrganization: refused, as for every account that is in no organization; there
// are none here.

#include "services/ram/ops.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::EnableSharingWithAwsOrganizationInput&) {
  return {{"ram:EnableSharingWithAwsOrganization", "*", {}, {}}};
}

Result<api::ram::EnableSharingWithAwsOrganizationOutput> Handle(
    Ram&, const api::Call&, const api::ram::EnableSharingWithAwsOrganizationInput&) {
  return api::ram::OperationNotPermittedException(
      "Unable to enable sharing with AWS Organizations. Received AccessDeniedException from "
      "AWSOrganizations with the following error message: You don't have permissions to access "
      "this "
      "resource.");
}

}  // namespace firn::services::ram
