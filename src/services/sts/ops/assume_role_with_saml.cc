// AssumeRoleWithSAML: reads a SAML assertion and refuses it. What is wrong with the assertion
// itself is said first.
// Differs from AWS: signatures of XML are not verified here, so no assertion opens a session.

#include "base/encoding.h"
#include "format/xml.h"
#include "services/sts/ops.h"
#include "services/sts/requests.h"

namespace firn::services::sts {

using api::sts::AssumeRoleWithSAMLInput;
using api::sts::AssumeRoleWithSAMLOutput;

authz::Needs NeedsFor(const Sts&, const api::Call&, const AssumeRoleWithSAMLInput&) { return {}; }

Result<AssumeRoleWithSAMLOutput> Handle(Sts& sts, const api::Call&,
                                        const AssumeRoleWithSAMLInput& input) {
  FIRN_OK(SessionPoliciesOf(sts, "", input.policy, std::nullopt));
  const auto text = Base64Decode(input.saml_assertion);
  if (!text) return api::sts::InvalidIdentityTokenException("Invalid base64 SAMLResponse");
  const auto document = format::XmlDocument::Parse(*text);
  if (!document || document->root().name() != "Response" || !document->root().Child("Assertion")) {
    return api::sts::InvalidIdentityTokenException("Invalid SAMLResponse");
  }
  FIRN_TRY(const auto provider, sts.directory().FindSamlProvider(input.principal_arn));
  if (!provider) return api::sts::InvalidIdentityTokenException("Specified provider doesn't exist");
  return api::sts::InvalidIdentityTokenException("Response signature invalid");
}

}  // namespace firn::services::sts
