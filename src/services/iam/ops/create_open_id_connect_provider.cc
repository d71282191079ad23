// CreateOpenIDConnectProvider: keeps a provider of web identities.
// Differs from AWS: fetches no thumbprint from the provider.

#include "services/iam/ops.h"
#include "services/iam/providers.h"

namespace firn::services::iam {

using api::iam::CreateOpenIDConnectProviderInput;
using api::iam::CreateOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call,
                      const CreateOpenIDConnectProviderInput& input) {
  return ToCreate(call, "iam:CreateOpenIDConnectProvider",
                  "oidc-provider/" + OidcName(input.url).value_or(""),
                  "iam:TagOpenIDConnectProvider", input.tags);
}

Result<CreateOpenIDConnectProviderOutput> Handle(Iam& iam, const api::Call& call,
                                                 const CreateOpenIDConnectProviderInput& input) {
  OidcRow row;
  FIRN_TRY(const std::string name, OidcName(input.url));
  FIRN_OK(Begin(row, call, name, std::nullopt, input.tags));
  row.thumbprints = input.thumbprint_list.value_or(row.thumbprints);
  row.client_ids = input.client_id_list.value_or(row.client_ids);
  FIRN_OK(CheckThumbprints(row.thumbprints));
  FIRN_OK(CheckClientIds(row.client_ids));
  FIRN_TRY(const OidcRow added, iam.Add(call.account, std::move(row)));
  return CreateOpenIDConnectProviderOutput{added.arn, SomeTags(added.tags)};
}

}  // namespace firn::services::iam
