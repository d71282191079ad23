// AcceptResourceShareInvitation: takes what another account offered to share.

#include "services/ram/invitations.h"
#include "services/ram/ops.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::AcceptResourceShareInvitationInput& input) {
  return {ShareNeed("ram:AcceptResourceShareInvitation", input.resource_share_invitation_arn)};
}

Result<api::ram::AcceptResourceShareInvitationOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::AcceptResourceShareInvitationInput& input) {
  FIRN_TRY(const InvitationRecord invitation,
           AnswerInvitation(ram, call, input.resource_share_invitation_arn, Answer::kAccept));
  return api::ram::AcceptResourceShareInvitationOutput{InvitationOut(invitation),
                                                       input.client_token};
}

}  // namespace firn::services::ram
