// GetAccountAuthorizationDetails: lists users, groups, roles and managed policies with everything
// that bears on what they may do.

#include "services/iam/ops.h"
#include "services/iam/summary.h"

namespace firn::services::iam {

using api::iam::GetAccountAuthorizationDetailsInput;
using api::iam::GetAccountAuthorizationDetailsOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const GetAccountAuthorizationDetailsInput&) {
  return OnAccount("iam:GetAccountAuthorizationDetails");
}

Result<GetAccountAuthorizationDetailsOutput> Handle(
    Iam& iam, const api::Call& call, const GetAccountAuthorizationDetailsInput& input) {
  return AuthorizationDetails(iam, call, input);
}

}  // namespace firn::services::iam
