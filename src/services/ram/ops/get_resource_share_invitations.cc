// GetResourceShareInvitations: the invitations that the caller's account has received, whatever
// became of them.

#include <algorithm>

#include "services/ram/invitations.h"
#include "services/ram/ops.h"
#include "services/ram/page.h"
#include "services/ram/ram.h"

namespace firn::services::ram {

namespace {

using Input = api::ram::GetResourceShareInvitationsInput;

bool Takes(const std::optional<std::vector<std::string>>& wanted, const std::string& arn) {
  return !wanted || wanted->empty() ||
         std::find(wanted->begin(), wanted->end(), arn) != wanted->end();
}

}  // namespace

authz::Needs NeedsFor(const Ram&, const api::Call&, const Input&) {
  return {{"ram:GetResourceShareInvitations", "*", {}, {}}};
}

Result<api::ram::GetResourceShareInvitationsOutput> Handle(Ram& ram, const api::Call& call,
                                                           const Input& input) {
  const state::Snapshot snapshot = ram.store.Read();
  for (const std::string& arn :
       input.resource_share_invitation_arns.value_or(std::vector<std::string>())) {
    FIRN_OK(FindInvitation(snapshot, call, arn));
  }
  FIRN_TRY(const auto all,
           state::List<InvitationRecord>(
               snapshot, InvitationPrefix(call.account.text(), call.region.text()), "", SIZE_MAX));
  std::vector<Positioned<api::ram::ResourceShareInvitation>> found;
  for (const auto& item : all.items) {
    const bool takes = Takes(input.resource_share_invitation_arns, item.value->arn) &&
                       Takes(input.resource_share_arns, item.value->share_arn);
    if (takes) found.push_back({item.value->arn, InvitationOut(AsOf(*item.value, call.now))});
  }
  api::ram::GetResourceShareInvitationsOutput output;
  FIRN_TRY(output.resource_share_invitations,
           PageOf(std::move(found), input.next_token, input.max_results, output.next_token));
  return output;
}

}  // namespace firn::services::ram
