// UploadServerCertificate: keeps a certificate whose private key matches it; the key itself is not
// kept.
// Differs from AWS: nothing here terminates TLS with it.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UploadServerCertificateInput;
using api::iam::UploadServerCertificateOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call,
                      const UploadServerCertificateInput& input) {
  const std::string path = input.path.value_or("/");
  return ToCreate(call, "iam:UploadServerCertificate",
                  "server-certificate" + path + input.server_certificate_name,
                  "iam:TagServerCertificate", input.tags);
}

Result<UploadServerCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                             const UploadServerCertificateInput& input) {
  CertificateRow row;
  FIRN_OK(Begin(row, call, input.server_certificate_name, input.path, input.tags));
  FIRN_TRY(row.expires, CheckServerCertificate(input));
  row.body = input.certificate_body;
  row.chain = input.certificate_chain;
  FIRN_TRY(const CertificateRow added, iam.Add(call.account, std::move(row)));
  return UploadServerCertificateOutput{ApiCertificate(added), SomeTags(added.tags)};
}

}  // namespace firn::services::iam
