// RemoveClientIDFromOpenIDConnectProvider: takes a client id away; one that is not there is passed
// over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::RemoveClientIDFromOpenIDConnectProviderInput;
using api::iam::RemoveClientIDFromOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const RemoveClientIDFromOpenIDConnectProviderInput& input) {
  return On<OidcRow>(iam, call, "iam:RemoveClientIDFromOpenIDConnectProvider",
                     input.open_id_connect_provider_arn);
}

Result<RemoveClientIDFromOpenIDConnectProviderOutput> Handle(
    Iam& iam, const api::Call& call, const RemoveClientIDFromOpenIDConnectProviderInput& input) {
  const auto remove = [&](OidcRow& row, const state::Reader&) -> Result<void> {
    std::erase(row.client_ids, input.client_id);
    return {};
  };
  FIRN_OK(iam.Change<OidcRow>(call.account, input.open_id_connect_provider_arn, remove));
  return RemoveClientIDFromOpenIDConnectProviderOutput{};
}

}  // namespace firn::services::iam
