// GetSAMLProvider: returns a SAML provider's metadata.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::GetSAMLProviderInput;
using api::iam::GetSAMLProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const GetSAMLProviderInput& input) {
  return On<SamlRow>(iam, call, "iam:GetSAMLProvider", input.saml_provider_arn);
}

Result<GetSAMLProviderOutput> Handle(Iam& iam, const api::Call& call,
                                     const GetSAMLProviderInput& input) {
  FIRN_TRY(const auto row, iam.Get<SamlRow>(call.account, input.saml_provider_arn));
  GetSAMLProviderOutput output;
  output.saml_metadata_document = row->metadata;
  output.create_date = row->created;
  output.valid_until = row->valid_until;
  output.tags = ApiTagsOf(row->tags);
  return output;
}

}  // namespace firn::services::iam
