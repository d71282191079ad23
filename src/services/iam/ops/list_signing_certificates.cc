// ListSigningCertificates: lists the certificates of a user, the calling one when none is named.

#include "services/iam/credentials.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListSigningCertificatesInput;
using api::iam::ListSigningCertificatesOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListSigningCertificatesInput& input) {
  return OnUserOrCaller(iam, call, "iam:ListSigningCertificates", input.user_name);
}

Result<ListSigningCertificatesOutput> Handle(Iam& iam, const api::Call& call,
                                             const ListSigningCertificatesInput& input) {
  FIRN_TRY(const std::string user, UserNameOf(call, input.user_name));
  FIRN_TRY(const auto row, iam.User(call.account, user));
  return Answer(
      &ListSigningCertificatesOutput::certificates, row->certificates, input,
      [](const SigningRow& kept) { return kept.id; },
      [&](const SigningRow& kept) {
        return api::iam::SigningCertificate{user, kept.id, kept.body, StatusOf(kept.active),
                                            kept.uploaded};
      });
}

}  // namespace firn::services::iam
