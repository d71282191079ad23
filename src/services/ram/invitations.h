#pragma once

#include "services/ram/ram.h"

// Invitations to shares, answered by the accounts that received them.
namespace firn::services::ram {

// An invitation to the caller's account, as it stands now. MalformedArnException and
// ResourceShareInvitationArnNotFoundException otherwise.
Result<InvitationRecord> FindInvitation(const state::Reader& reader, const api::Call& call,
                                        const std::string& arn);

// Accepts or rejects: the principal it invited takes part in the share from now on, or never does.
// Refused unless the invitation is pending.
enum class Answer { kAccept, kReject };
Result<InvitationRecord> AnswerInvitation(Ram& ram, const api::Call& call, const std::string& arn,
                                          Answer answer);

}  // namespace firn::services::ram
