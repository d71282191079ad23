// GetServerCertificate: returns a certificate and its chain.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetServerCertificateInput;
using api::iam::GetServerCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const GetServerCertificateInput& input) {
  return On<CertificateRow>(iam, call, "iam:GetServerCertificate", input.server_certificate_name);
}

Result<GetServerCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                          const GetServerCertificateInput& input) {
  FIRN_TRY(const auto row, iam.Get<CertificateRow>(call.account, input.server_certificate_name));
  return GetServerCertificateOutput{
      {ApiCertificate(*row), row->body, row->chain, SomeTags(row->tags)}};
}

}  // namespace firn::services::iam
