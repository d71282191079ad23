// GetOpenIDConnectProvider: describes a provider of web identities.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetOpenIDConnectProviderInput;
using api::iam::GetOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const GetOpenIDConnectProviderInput& input) {
  return On<OidcRow>(iam, call, "iam:GetOpenIDConnectProvider", input.open_id_connect_provider_arn);
}

Result<GetOpenIDConnectProviderOutput> Handle(Iam& iam, const api::Call& call,
                                              const GetOpenIDConnectProviderInput& input) {
  FIRN_TRY(const auto row, iam.Get<OidcRow>(call.account, input.open_id_connect_provider_arn));
  GetOpenIDConnectProviderOutput output;
  output.url = row->name;
  output.client_id_list = row->client_ids;
  output.thumbprint_list = row->thumbprints;
  output.create_date = row->created;
  output.tags = ApiTagsOf(row->tags);
  return output;
}

}  // namespace firn::services::iam
