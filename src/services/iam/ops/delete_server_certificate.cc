// DeleteServerCertificate: deletes a certificate.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteServerCertificateInput;
using api::iam::DeleteServerCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteServerCertificateInput& input) {
  return On<CertificateRow>(iam, call, "iam:DeleteServerCertificate",
                            input.server_certificate_name);
}

Result<DeleteServerCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                             const DeleteServerCertificateInput& input) {
  const auto any = [](const CertificateRow&, const state::Reader&) { return Result<void>(); };
  FIRN_OK(iam.Remove<CertificateRow>(call.account, input.server_certificate_name, any));
  return DeleteServerCertificateOutput{};
}

}  // namespace firn::services::iam
