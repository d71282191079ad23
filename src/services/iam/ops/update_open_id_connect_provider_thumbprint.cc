// UpdateOpenIDConnectProviderThumbprint: replaces a provider's thumbprints.

#include "services/iam/ops.h"
#include "services/iam/providers.h"

namespace firn::services::iam {

using api::iam::UpdateOpenIDConnectProviderThumbprintInput;
using api::iam::UpdateOpenIDConnectProviderThumbprintOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UpdateOpenIDConnectProviderThumbprintInput& input) {
  return On<OidcRow>(iam, call, "iam:UpdateOpenIDConnectProviderThumbprint",
                     input.open_id_connect_provider_arn);
}

Result<UpdateOpenIDConnectProviderThumbprintOutput> Handle(
    Iam& iam, const api::Call& call, const UpdateOpenIDConnectProviderThumbprintInput& input) {
  FIRN_OK(CheckThumbprints(input.thumbprint_list));
  const auto change = [&](OidcRow& row, const state::Reader&) -> Result<void> {
    row.thumbprints = input.thumbprint_list;
    return {};
  };
  FIRN_OK(iam.Change<OidcRow>(call.account, input.open_id_connect_provider_arn, change));
  return UpdateOpenIDConnectProviderThumbprintOutput{};
}

}  // namespace firn::services::iam
