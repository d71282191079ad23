// AddClientIDToOpenIDConnectProvider: adds a client id, also called audience; once is enough.

#include <algorithm>

#include "services/iam/ops.h"
#include "services/iam/providers.h"

namespace firn::services::iam {

using api::iam::AddClientIDToOpenIDConnectProviderInput;
using api::iam::AddClientIDToOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const AddClientIDToOpenIDConnectProviderInput& input) {
  return On<OidcRow>(iam, call, "iam:AddClientIDToOpenIDConnectProvider",
                     input.open_id_connect_provider_arn);
}

Result<AddClientIDToOpenIDConnectProviderOutput> Handle(
    Iam& iam, const api::Call& call, const AddClientIDToOpenIDConnectProviderInput& input) {
  const auto add = [&](OidcRow& row, const state::Reader&) -> Result<void> {
    if (std::find(row.client_ids.begin(), row.client_ids.end(), input.client_id) !=
        row.client_ids.end())
      return {};
    row.client_ids.push_back(input.client_id);
    return CheckClientIds(row.client_ids);
  };
  FIRN_OK(iam.Change<OidcRow>(call.account, input.open_id_connect_provider_arn, add));
  return AddClientIDToOpenIDConnectProviderOutput{};
}

}  // namespace firn::services::iam
