// TagServerCertificate: adds tags to a server certificate or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagServerCertificateInput;
using api::iam::TagServerCertificateOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const TagServerCertificateInput& input) {
  return WithTags(
      On<CertificateRow>(iam, call, "iam:TagServerCertificate", input.server_certificate_name),
      input.tags);
}

Result<TagServerCertificateOutput> Handle(Iam& iam, const api::Call& call,
                                          const TagServerCertificateInput& input) {
  FIRN_OK(AddTags<CertificateRow>(iam, call, input.server_certificate_name, input.tags));
  return TagServerCertificateOutput{};
}

}  // namespace firn::services::iam
