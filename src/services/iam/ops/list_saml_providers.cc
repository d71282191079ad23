// ListSAMLProviders: lists the SAML providers.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListSAMLProvidersInput;
using api::iam::ListSAMLProvidersOutput;

authz::Needs NeedsFor(const Iam&, const api::Call&, const ListSAMLProvidersInput&) {
  return OnAccount("iam:ListSAMLProviders");
}

Result<ListSAMLProvidersOutput> Handle(Iam& iam, const api::Call& call,
                                       const ListSAMLProvidersInput&) {
  FIRN_TRY(const auto rows, iam.All<SamlRow>(call.account));
  ListSAMLProvidersOutput output;
  output.saml_provider_list.emplace();
  for (const auto& row : rows)
    output.saml_provider_list->push_back({row->arn, row->valid_until, row->created});
  return output;
}

}  // namespace firn::services::iam
