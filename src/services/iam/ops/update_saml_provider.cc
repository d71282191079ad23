// UpdateSAMLProvider: replaces a SAML provider's metadata.
// Differs from AWS: encrypted assertions are not known, so private keys are refused.

#include "services/iam/ops.h"
#include "services/iam/providers.h"

namespace firn::services::iam {

using api::iam::UpdateSAMLProviderInput;
using api::iam::UpdateSAMLProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const UpdateSAMLProviderInput& input) {
  return On<SamlRow>(iam, call, "iam:UpdateSAMLProvider", input.saml_provider_arn);
}

Result<UpdateSAMLProviderOutput> Handle(Iam& iam, const api::Call& call,
                                        const UpdateSAMLProviderInput& input) {
  if (input.add_private_key || input.remove_private_key || input.assertion_encryption_mode)
    return NoEncryption();
  std::optional<Time> valid_until;
  if (input.saml_metadata_document) {
    FIRN_TRY(valid_until, CheckMetadata(*input.saml_metadata_document, call.now));
  }
  const auto change = [&](SamlRow& row, const state::Reader&) -> Result<void> {
    row.metadata = input.saml_metadata_document.value_or(row.metadata);
    row.valid_until = valid_until.value_or(row.valid_until);
    return {};
  };
  FIRN_OK(iam.Change<SamlRow>(call.account, input.saml_provider_arn, change));
  return UpdateSAMLProviderOutput{input.saml_provider_arn};
}

}  // namespace firn::services::iam
