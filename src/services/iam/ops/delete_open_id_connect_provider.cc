// DeleteOpenIDConnectProvider: forgets a provider. Deleting it again is no error; roles that trust
// it can no longer be assumed through it.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteOpenIDConnectProviderInput;
using api::iam::DeleteOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const DeleteOpenIDConnectProviderInput& input) {
  return On<OidcRow>(iam, call, "iam:DeleteOpenIDConnectProvider",
                     input.open_id_connect_provider_arn);
}

Result<DeleteOpenIDConnectProviderOutput> Handle(Iam& iam, const api::Call& call,
                                                 const DeleteOpenIDConnectProviderInput& input) {
  const auto any = [](const OidcRow&, const state::Reader&) { return Result<void>(); };
  auto removed = iam.Remove<OidcRow>(call.account, input.open_id_connect_provider_arn, any);
  if (!removed && removed.error().kind != Kind::kNotFound) return Fail(std::move(removed).error());
  return DeleteOpenIDConnectProviderOutput{};
}

}  // namespace firn::services::iam
