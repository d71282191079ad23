// UpdateSigningCertificate: turns a certificate on or off.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateSigningCertificateInput;
using api::iam::UpdateSigningCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateSigningCertificateInput& input) {
  return OnUserOrCaller(iam, call, "iam:UpdateSigningCertificate", input.user_name);
}

Result<UpdateSigningCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                              const UpdateSigningCertificateInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const bool active, IsActive(input.status));
  const auto change = [&](UserRow& row, const state::Reader&) -> Result<void> {
    FIRN_TRY(SigningRow * kept, ItemOf(row.certificates, input.certificate_id, "Certificate"));
    kept->active = active;
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, change));
  return UpdateSigningCertificateOutput{};
}

}  // namespace firn::services::iam
