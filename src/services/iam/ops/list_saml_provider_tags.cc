// ListSAMLProviderTags: lists the tags of an SAML provider.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListSAMLProviderTagsInput;
using api::iam::ListSAMLProviderTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListSAMLProviderTagsInput& input) {
  return On<SamlRow>(iam, call, "iam:ListSAMLProviderTags", input.saml_provider_arn);
}

Result<ListSAMLProviderTagsOutput> Handle(Iam& iam, const api::Call& call,
                                          const ListSAMLProviderTagsInput& input) {
  return TagPage<SamlRow, ListSAMLProviderTagsOutput>(iam, call, input.saml_provider_arn, input);
}

}  // namespace firn::services::iam
