#include "services/ram/invitations.h"

namespace firn::services::ram {

namespace {

Result<void> CheckPending(const InvitationRecord& invitation) {
  const std::string name = "The resource share invitation " + invitation.arn;
  if (invitation.status == kAccepted) {
    return api::ram::ResourceShareInvitationAlreadyAcceptedException(name +
                                                                     " was already accepted.");
  }
  if (invitation.status == kRejected) {
    return api::ram::ResourceShareInvitationAlreadyRejectedException(name +
                                                                     " was already rejected.");
  }
  if (invitation.status == kExpired) {
    return api::ram::ResourceShareInvitationExpiredException(name + " has expired.");
  }
  return {};
}

}  // namespace

Result<InvitationRecord> FindInvitation(const state::Reader& reader, const api::Call& call,
                                        const std::string& arn) {
  const auto parsed = Arn::Parse(arn);
  if (!parsed || parsed->service != "ram" ||
      !parsed->resource.starts_with("resource-share-invitation/")) {
    return api::ram::MalformedArnException("The specified invitation ARN " + arn +
                                           " is not valid. Verify the ARN and try again.");
  }
  FIRN_TRY(auto invitation,
           state::Load<InvitationRecord>(
               reader, InvitationKey(call.account.text(), call.region.text(), arn)));
  if (!invitation) {
    return api::ram::ResourceShareInvitationArnNotFoundException("The resource share invitation " +
                                                                 arn + " could not be found.");
  }
  return AsOf(*std::move(invitation), call.now);
}

Result<InvitationRecord> AnswerInvitation(Ram& ram, const api::Call& call, const std::string& arn,
                                          Answer answer) {
  const bool accepts = answer == Answer::kAccept;
  const std::string& region = call.region.text();
  InvitationRecord invitation;
  FIRN_OK(ram.store.Write([&](state::Transaction& transaction) -> Result<void> {
    FIRN_TRY(invitation, FindInvitation(transaction, call, arn));
    FIRN_OK(CheckPending(invitation));
    invitation.status = accepts ? kAccepted : kRejected;
    state::Save(transaction, InvitationKey(call.account.text(), region, arn), invitation);
    const std::string key = ShareKey(invitation.sender, region, invitation.share_arn);
    FIRN_TRY(auto share, state::Load<ShareRecord>(transaction, key));
    if (!share) return {};
    const auto part = share->principals.find(invitation.principal);
    if (part == share->principals.end()) return {};
    part->second.status = accepts ? kAssociated : kFailed;
    if (!accepts) part->second.message = "The invitation was rejected.";
    part->second.updated = call.now;
    state::Save(transaction, key, *share);
    return {};
  }));
  return invitation;
}

}  // namespace firn::services::ram
