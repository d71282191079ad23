// TagSAMLProvider: adds tags to an SAML provider or replaces their values.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::TagSAMLProviderInput;
using api::iam::TagSAMLProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const TagSAMLProviderInput& input) {
  return WithTags(On<SamlRow>(iam, call, "iam:TagSAMLProvider", input.saml_provider_arn),
                  input.tags);
}

Result<TagSAMLProviderOutput> Handle(Iam& iam, const api::Call& call,
                                     const TagSAMLProviderInput& input) {
  FIRN_OK(AddTags<SamlRow>(iam, call, input.saml_provider_arn, input.tags));
  return TagSAMLProviderOutput{};
}

}  // namespace firn::services::iam
