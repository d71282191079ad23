// CreateSAMLProvider: keeps a SAML provider whose metadata can be read and holds a signing
// certificate.
// Differs from AWS: encrypted assertions are not known, so private keys are refused.

#include "services/iam/ops.h"
#include "services/iam/providers.h"

namespace firn::services::iam {

using api::iam::CreateSAMLProviderInput;
using api::iam::CreateSAMLProviderOutput;

authz::Needs NeedsFor(const Iam&, const api::Call& call, const CreateSAMLProviderInput& input) {
  return ToCreate(call, "iam:CreateSAMLProvider", "saml-provider/" + input.name,
                  "iam:TagSAMLProvider", input.tags);
}

Result<CreateSAMLProviderOutput> Handle(Iam& iam, const api::Call& call,
                                        const CreateSAMLProviderInput& input) {
  SamlRow row;
  FIRN_OK(Begin(row, call, input.name, std::nullopt, input.tags));
  if (input.add_private_key || input.assertion_encryption_mode) return NoEncryption();
  FIRN_TRY(row.valid_until, CheckMetadata(input.saml_metadata_document, call.now));
  row.metadata = input.saml_metadata_document;
  FIRN_TRY(const SamlRow added, iam.Add(call.account, std::move(row)));
  return CreateSAMLProviderOutput{added.arn, SomeTags(added.tags)};
}

}  // namespace firn::services::iam
