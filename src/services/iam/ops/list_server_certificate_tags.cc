// ListServerCertificateTags: lists the tags of a server certificate.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListServerCertificateTagsInput;
using api::iam::ListServerCertificateTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListServerCertificateTagsInput& input) {
  return On<CertificateRow>(iam, call, "iam:ListServerCertificateTags",
                            input.server_certificate_name);
}

Result<ListServerCertificateTagsOutput> Handle(Iam& iam, const api::Call& call,
                                               const ListServerCertificateTagsInput& input) {
  return TagPage<CertificateRow, ListServerCertificateTagsOutput>(
      iam, call, input.server_certificate_name, input);
}

}  // namespace firn::services::iam
