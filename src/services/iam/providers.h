#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/iam/answers.h"

// Providers of identities that an account trusts: OpenID Connect and SAML.
namespace firn::services::iam {

// The URL without its scheme, as ARNs and trust policies have it. InvalidInput unless it is https
// with a host and without port and query.
Result<std::string> OidcName(std::string_view url);
Result<void> CheckThumbprints(const std::vector<std::string>& thumbprints);
Result<void> CheckClientIds(const std::vector<std::string>& ids);

// Checks SAML metadata: an entity with an identity provider and at least one certificate to verify
// signatures with. The answer is until when it holds: what it says itself, or a hundred years.
Result<Time> CheckMetadata(std::string_view metadata, Time now);
Unexpected NoEncryption();

}  // namespace firn::services::iam
