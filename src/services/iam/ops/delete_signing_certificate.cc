// DeleteSigningCertificate: deletes a certificate of a user.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteSigningCertificateInput;
using api::iam::DeleteSigningCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteSigningCertificateInput& input) {
  return OnUserOrCaller(iam, call, "iam:DeleteSigningCertificate", input.user_name);
}

Result<DeleteSigningCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                              const DeleteSigningCertificateInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  const auto erase = [&](UserRow& row, const state::Reader&) -> Result<void> {
    return EraseItem(row.certificates, input.certificate_id, "Certificate");
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, erase));
  return DeleteSigningCertificateOutput{};
}

}  // namespace firn::services::iam
