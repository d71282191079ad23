// GetSessionToken: gives a user, or the root user, credentials that end, with the proof of its
// multi-factor device if it has one at hand.

#include "services/sts/ops.h"
#include "services/sts/requests.h"

namespace firn::services::sts {

using api::sts::GetSessionTokenInput;
using api::sts::GetSessionTokenOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const GetSessionTokenInput&) { return {}; }

Result<GetSessionTokenOutput> Handle(Sts& sts, const api::Call& call,
                                     const GetSessionTokenInput& input) {
  FIRN_OK(CheckLongLived(call, "GetSessionToken"));
  FIRN_TRY(const bool mfa, sts.CheckMfa(call, input.serial_number, input.token_code));
  authz::Principal principal = call.principal;
  if (mfa) principal.mfa = call.now;
  FIRN_TRY(const Session session, sts.OpenSession(call, std::move(principal),
                                                  TokenDuration(call, input.duration_seconds)));
  return GetSessionTokenOutput{ApiCredentials(session)};
}

}  // namespace firn::services::sts
