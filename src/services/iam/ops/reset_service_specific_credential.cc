// ResetServiceSpecificCredential: makes a new password for a service. It is told once and not kept.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ResetServiceSpecificCredentialInput;
using api::iam::ResetServiceSpecificCredentialOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ResetServiceSpecificCredentialInput& input) {
  return OnUserOrCaller(iam, call, "iam:ResetServiceSpecificCredential", input.user_name);
}

Result<ResetServiceSpecificCredentialOutput> Handle(
    Iam& iam, const api::Call& call, const ResetServiceSpecificCredentialInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, user));
  FIRN_TRY(const ServiceCredentialRow* kept,
           ItemOf(row->credentials, input.service_specific_credential_id,
                  "Service Specific Credential"));
  return ResetServiceSpecificCredentialOutput{ApiCredential(user, *kept, NewServicePassword(iam))};
}

}  // namespace firn::services::iam
