// RejectResourceShareInvitation: turns down what another account offered to share.

#include "services/ram/invitations.h"
#include "services/ram/ops.h"

namespace firn::services::ram {

authz::Needs NeedsFor(const Ram&, const api::Call&,
                      const api::ram::RejectResourceShareInvitationInput& input) {
  return {ShareNeed("ram:RejectResourceShareInvitation", input.resource_share_invitation_arn)};
}

Result<api::ram::RejectResourceShareInvitationOutput> Handle(
    Ram& ram, const api::Call& call, const api::ram::RejectResourceShareInvitationInput& input) {
  FIRN_TRY(const InvitationRecord invitation,
           AnswerInvitation(ram, call, input.resource_share_invitation_arn, Answer::kReject));
  return api::ram::RejectResourceShareInvitationOutput{InvitationOut(invitation),
                                                       input.client_token};
}

}  // namespace firn::services::ram
