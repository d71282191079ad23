// ListOpenIDConnectProviderTags: lists the tags of an OpenID Connect provider.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::ListOpenIDConnectProviderTagsInput;
using api::iam::ListOpenIDConnectProviderTagsOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call,
                      const ListOpenIDConnectProviderTagsInput& input) {
  return On<OidcRow>(iam, call, "iam:ListOpenIDConnectProviderTags",
                     input.open_id_connect_provider_arn);
}

Result<ListOpenIDConnectProviderTagsOutput> Handle(
    Iam& iam, const api::Call& call, const ListOpenIDConnectProviderTagsInput& input) {
  return TagPage<OidcRow, ListOpenIDConnectProviderTagsOutput>(
      iam, call, input.open_id_connect_provider_arn, input);
}

}  // namespace firn::services::iam
