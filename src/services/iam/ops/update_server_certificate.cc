// UpdateServerCertificate: renames or moves a certificate.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UpdateServerCertificateInput;
using api::iam::UpdateServerCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateServerCertificateInput& input) {
  return On<CertificateRow>(iam, call, "iam:UpdateServerCertificate",
                            input.server_certificate_name);
}

Result<UpdateServerCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                             const UpdateServerCertificateInput& input) {
  FIRN_OK(iam.MoveCertificate(call.account, input.server_certificate_name,
                              {input.new_server_certificate_name, input.new_path}));
  return UpdateServerCertificateOutput{};
}

}  // namespace firn::services::iam
