// UploadSigningCertificate: keeps a certificate of a user, the calling one when none is named.
// Differs from AWS: nothing here is signed with certificates.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UploadSigningCertificateInput;
using api::iam::UploadSigningCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UploadSigningCertificateInput& input) {
  return OnUserOrCaller(iam, call, "iam:UploadSigningCertificate", input.user_name);
}

Result<UploadSigningCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                              const UploadSigningCertificateInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_OK(CheckCertificate(input.certificate_body));
  SigningRow kept{iam.NewId("").substr(0, 17) + iam.NewId("").substr(0, 7), input.certificate_body,
                  true, call.now};
  const auto add = [&](UserRow& row, const state::Reader&) -> Result<void> {
    for (const SigningRow& other : row.certificates) {
      if (other.body != kept.body) continue;
      return api::iam::DuplicateCertificateException(
          "The certificate is already associated with the user.");
    }
    if (row.certificates.size() >= kSigningCertificatesPerUserMax) {
      return api::iam::LimitExceededException("Cannot exceed quota for CertificatesPerUser: " +
                                              std::to_string(kSigningCertificatesPerUserMax));
    }
    row.certificates.push_back(kept);
    return {};
  };
  FIRN_OK(iam.Change<UserRow>(call.account, user, add));
  return UploadSigningCertificateOutput{{user, kept.id, kept.body, StatusOf(true), kept.uploaded}};
}

}  // namespace firn::services::iam
