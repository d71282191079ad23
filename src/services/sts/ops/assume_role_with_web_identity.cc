// AssumeRoleWithWebIdentity: reads a web identity's token and refuses it, for the keys to verify it
// with are the provider's and are not here. What is wrong with the token itself is said first.
// Differs from AWS: fetches no keys, so no token opens a session.

#include "services/sts/ops.h"
#include "services/sts/requests.h"
#include "services/sts/web_token.h"

namespace firn::services::sts {

using api::sts::AssumeRoleWithWebIdentityInput;
using api::sts::AssumeRoleWithWebIdentityOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const AssumeRoleWithWebIdentityInput&) {
  return {};
}

Result<AssumeRoleWithWebIdentityOutput> Handle(Sts& sts, const api::Call& call,
                                               const AssumeRoleWithWebIdentityInput& input) {
  FIRN_OK(SessionPoliciesOf(sts, "", input.policy, std::nullopt));
  FIRN_TRY(const WebToken token, ReadWebToken(input.web_identity_token));
  FIRN_OK(CheckWebToken(sts, call, input, token));
  return api::sts::InvalidIdentityTokenException(
      "Couldn't retrieve verification key from your identity provider, please reference "
      "AssumeRoleWithWebIdentity documentation for requirements");
}

}  // namespace firn::services::sts
