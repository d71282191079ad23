// UntagSAMLProvider: takes tags away from an SAML provider; keys it does not have are passed over.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::UntagSAMLProviderInput;
using api::iam::UntagSAMLProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UntagSAMLProviderInput& input) {
  return WithTagKeys(On<SamlRow>(iam, call, "iam:UntagSAMLProvider", input.saml_provider_arn),
                     input.tag_keys);
}

Result<UntagSAMLProviderOutput> Handle(Iam& iam, const api::Call& call,
                                       const UntagSAMLProviderInput& input) {
  FIRN_OK(DropTags<SamlRow>(iam, call, input.saml_provider_arn, input.tag_keys));
  return UntagSAMLProviderOutput{};
}

}  // namespace firn::services::iam
