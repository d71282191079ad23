// UntagOpenIDConnectProvider: takes tags away from an OpenID Connect provider; keys it does not
// have are passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagOpenIDConnectProviderInput;
using api::iam::UntagOpenIDConnectProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const UntagOpenIDConnectProviderInput& input) {
  return WithTagKeys(
      On<OidcRow>(iam, call, "iam:UntagOpenIDConnectProvider", input.open_id_connect_provider_arn),
      input.tag_keys);
}

Result<UntagOpenIDConnectProviderOutput> Handle(Iam& iam, const api::Call& call,
                                                const UntagOpenIDConnectProviderInput& input) {
  FIRN_OK(DropTags<OidcRow>(iam, call, input.open_id_connect_provider_arn, input.tag_keys));
  return UntagOpenIDConnectProviderOutput{};
}

}  // namespace firn::services::iam
