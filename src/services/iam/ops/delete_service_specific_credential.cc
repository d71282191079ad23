// DeleteServiceSpecificCredential: deletes a user's password for a service.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteServiceSpecificCredentialInput;
using api::iam::DeleteServiceSpecificCredentialOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteServiceSpecificCredentialInput& input) {
  return OnUserOrCaller(iam, call, "iam:DeleteServiceSpecificCredential", input.user_name);
}

Result<DeleteServiceSpecificCredentialOutput> Handle(
    Iam& iam, const api::Call& call, const DeleteServiceSpecificCredentialInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  const auto erase = [&](UserRow& row, const state::Reader&) -> Result<void> {
    return EraseItem(row.credentials, input.service_specific_credential_id,
                     "Service Specific Credential");
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, erase));
  return DeleteServiceSpecificCredentialOutput{};
}

}  // namespace firn::services::iam
