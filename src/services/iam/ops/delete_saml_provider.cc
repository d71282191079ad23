// DeleteSAMLProvider: forgets a SAML provider.

#include "services/iam/answers.h"
#include "services/iam/ops.h"

namespace firn::services::iam {

using api::iam::DeleteSAMLProviderInput;
using api::iam::DeleteSAMLProviderOutput;

authz::Needs NeedsFor(const Iam& iam, const api::Call& call, const DeleteSAMLProviderInput& input) {
  return On<SamlRow>(iam, call, "iam:DeleteSAMLProvider", input.saml_provider_arn);
}

Result<DeleteSAMLProviderOutput> Handle(Iam& iam, const api::Call& call,
                                        const DeleteSAMLProviderInput& input) {
  const auto any = [](const SamlRow&, const state::Reader&) { return Result<void>(); };
  FIRN_OK(iam.Remove<SamlRow>(call.account, input.saml_provider_arn, any));
  return DeleteSAMLProviderOutput{};
}

}  // namespace firn::services::iam
