// ListPendingInvitationResources: what an invitation that is pending offers.

#include "services/ram/invitations.h"
#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/types.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::ListPendingInvitationResourcesInput& input) {
  return {ShareNeed("ram:ListPendingInvitationResources", input.resource_share_invitation_arn)};
}

Result<api::ram::ListPendingInvitationResourcesOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::ListPendingInvitationResourcesInput& input) {
  const state::Snapshot snapshot = ram.store.Read();
  FIRN_TRY(const auto scope, ReadScope(input.resource_region_scope));
  FIRN_TRY(const InvitationRecord invitation,
           FindInvitation(snapshot, call, input.resource_share_invitation_arn));
  if (invitation.status == kRejected) {
    return api::ram::ResourceShareInvitationAlreadyRejectedException(
        "The resource share invitation was already rejected.");
  }
  if (invitation.status == kExpired) {
    return api::ram::ResourceShareInvitationExpiredException(
        "The resource share invitation has expired.");
  }
  std::vector<Positioned<api::ram::Resource>> found;
  FIRN_TRY(const auto share,
           state::Load<ShareRecord>(
               snapshot, ShareKey(invitation.sender, call.region.text(), invitation.share_arn)));
  if (share && invitation.status == kPending) {
    for (const auto& [arn, association] : share->resources) {
      api::ram::Resource resource = ResourceOut(*share, association);
      resource.status = kPending;
      if (scope.empty() || resource.resource_region_scope == scope) {
        found.push_back({arn, std::move(resource)});
      }
    }
  }
  api::ram::ListPendingInvitationResourcesOutput output;
  FIRN_TRY(output.resources,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
