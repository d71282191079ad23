// UpdateServiceSpecificCredential: turns a password for a service on or off.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateServiceSpecificCredentialInput;
using api::iam::UpdateServiceSpecificCredentialOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateServiceSpecificCredentialInput& input) {
  return OnUserOrCaller(iam, call, "iam:UpdateServiceSpecificCredential", input.user_name);
}

Result<UpdateServiceSpecificCredentialOutput> Handle(
    Iam& iam, const api::Call& call, const UpdateServiceSpecificCredentialInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const bool active, IsActive(input.status));
  const auto change = [&](UserRow& row, const state::Reader&) -> Result<void> {
    FIRN_TRY(ServiceCredentialRow * kept,
             ItemOf(row.credentials, input.service_specific_credential_id,
                    "Service Specific Credential"));
    kept->active = active;
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, change));
  return UpdateServiceSpecificCredentialOutput{};
}

}  // namespace firn::services::iam
