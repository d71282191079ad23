// EnableSharingWithAwsOrganization: lets accounts of the caller's organization share without
// invitations. Only its management account may.
// Differs from AWS: no service-linked role is made.

#include "services/ram/ops.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::EnableSharingWithAwsOrganizationInput&) {
  return {{"ram:EnableSharingWithAwsOrganization", "*", {}, {}}};
}

Result<api::ram::EnableSharingWithAwsOrganizationOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::EnableSharingWithAwsOrganizationInput&) {
  const auto done = ram.organizations.Trust(call);
  if (done) return api::ram::EnableSharingWithAwsOrganizationOutput{true};
  const Kind kind = done.error().kind;
  if (kind != Kind::kDenied && kind != Kind::kInvalid) return Fail(done.error());
  return api::ram::OperationNotPermittedException(
      "Unable to enable sharing with AWS Organizations. Received AccessDeniedException from "
      "AWSOrganizations with the following error message: You don't have permissions to access "
      "this resource.");
}

}  // namespace firn::services::ram
