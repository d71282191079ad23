// UntagServerCertificate: takes tags away from a server certificate; keys it does not have are
// passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagServerCertificateInput;
using api::iam::UntagServerCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UntagServerCertificateInput& input) {
  return WithTagKeys(
      On<CertificateRow>(iam, call, "iam:UntagServerCertificate", input.server_certificate_name),
      input.tag_keys);
}

Result<UntagServerCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                            const UntagServerCertificateInput& input) {
  FIRN_OK(DropTags<CertificateRow>(iam, call, input.server_certificate_name, input.tag_keys));
  return UntagServerCertificateOutput{};
}

}  // namespace firn::services::iam
