// ListOpenIDConnectProviders: lists the providers of web identities.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListOpenIDConnectProvidersInput;
using api::iam::ListOpenIDConnectProvidersOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const ListOpenIDConnectProvidersInput&) {
  return OnAccount("iam:ListOpenIDConnectProviders");
}

Result<ListOpenIDConnectProvidersOutput> Handle(Iam& iam, const api::Call& call,
                                                const ListOpenIDConnectProvidersInput&) {
  FIRN_TRY(const auto rows, iam.All<OidcRow>(call.account));
  ListOpenIDConnectProvidersOutput output;
  output.open_id_connect_provider_list.emplace();
  for (const auto& row : rows) output.open_id_connect_provider_list->push_back({row->arn});
  return output;
}

}  // namespace firn::services::iam
