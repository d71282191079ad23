// ListServerCertificates: lists the server certificates of the account.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListServerCertificatesInput;
using api::iam::ListServerCertificatesOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const ListServerCertificatesInput& input) {
  return OnAll<CertificateRow>(call, "iam:ListServerCertificates", input.path_prefix);
}

Result<ListServerCertificatesOutput> Handle(Iam& iam, const api::Call& call,
                                            const ListServerCertificatesInput& input) {
  FIRN_TRY(auto rows, RowsUnder<CertificateRow>(iam, call, input.path_prefix));
  return Answer(&ListServerCertificatesOutput::server_certificate_metadata_list, std::move(rows),
                input, ByName(), [](const auto& row) { return ApiCertificate(*row); });
}

}  // namespace firn::services::iam
