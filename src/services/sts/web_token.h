#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/sts.h"
#include "services/sts/sts.h"

namespace firn::services::sts {

// What a web identity's token claims. Nothing of it is proved.
struct WebToken {
  std::string issuer;  // without its scheme
  std::string subject;
  std::vector<std::string> audiences;
  Time expiry;
};

// InvalidIdentityToken when the text is no JSON Web Token with these claims.
Result<WebToken> ReadWebToken(std::string_view text);
// Whether the role's account has the token's provider, and whether the token is meant for it and
// still good. InvalidIdentityToken, ExpiredTokenException.
Result<void> CheckWebToken(const Sts& sts, const api::Call& call,
                           const api::sts::AssumeRoleWithWebIdentityInput& input,
                           const WebToken& token);

}  // namespace firn::services::sts
