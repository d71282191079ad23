// TagOpenIDConnectProvider: adds tags to an OpenID Connect provider or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagOpenIDConnectProviderInput;
using api::iam::TagOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const TagOpenIDConnectProviderInput& input) {
  return WithTags(
      On<OidcRow>(iam, call, "iam:TagOpenIDConnectProvider", input.open_id_connect_provider_arn),
      input.tags);
}

Result<TagOpenIDConnectProviderOutput> Handle(Iam& iam, const api::Call& call,
                                              const TagOpenIDConnectProviderInput& input) {
  FIRN_OK(AddTags<OidcRow>(iam, call, input.open_id_connect_provider_arn, input.tags));
  return TagOpenIDConnectProviderOutput{};
}

}  // namespace firn::services::iam
