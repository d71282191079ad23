#include "services/sts/web_token.h"

#include <algorithm>

#include "base/encoding.h"
#include "format/json.h"
#include "services/sts/requests.h"

namespace firn::services::sts {
namespace {

using api::sts::InvalidIdentityTokenException;

constexpr std::string_view kScheme = "https://";

Unexpected NoToken() {
  return InvalidIdentityTokenException(
      "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access "
      "Token)");
}

std::optional<format::Json> PartOf(std::string_view text) {
  const auto bytes = Base64DecodeLenient(text);
  if (!bytes) return std::nullopt;
  auto json = format::ParseJson(*bytes);
  if (!json || !json->is_object()) return std::nullopt;
  return *std::move(json);
}

}  // namespace

Result<WebToken> ReadWebToken(std::string_view text) {
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return NoToken();
  }
  const auto header = PartOf(text.substr(0, first));
  const auto claims = PartOf(text.substr(first + 1, second - first - 1));
  if (!header || !claims || !(*header)["alg"].is_string()) return NoToken();
  const std::string_view issuer = (*claims)["iss"].string_or("");
  if (!issuer.starts_with(kScheme) || !(*claims)["sub"].is_string() ||
      !(*claims)["exp"].is_number()) {
    return NoToken();
  }
  WebToken token;
  token.issuer = issuer.substr(kScheme.size());
  while (token.issuer.ends_with('/')) token.issuer.pop_back();
  token.subject = (*claims)["sub"].string_or("");
  token.expiry = FromEpochSeconds((*claims)["exp"].number_or(0));
  const format::Json& audience = (*claims)["aud"];
  if (audience.is_string()) token.audiences.emplace_back(audience.string_or(""));
  for (const format::Json& one : audience.array()) token.audiences.emplace_back(one.string_or(""));
  return token;
}

Result<void> CheckWebToken(const Sts& sts, const api::Call& call,
                           const api::sts::AssumeRoleWithWebIdentityInput& input,
                           const WebToken& token) {
  const auto role = Arn::Parse(input.role_arn);
  if (!role || role->service != "iam" || !role->resource.starts_with("role/")) {
    return Fail(Error{Kind::kInvalid, input.role_arn + " is invalid", "ValidationError", 400, {}});
  }
  const std::string arn = "arn:aws:iam::" + role->account + ":oidc-provider/" + token.issuer;
  FIRN_TRY(const auto provider, sts.directory().FindOidcProvider(arn));
  if (!provider || input.provider_id) {
    return InvalidIdentityTokenException("No OpenIDConnect provider found in your account for " +
                                         std::string(kScheme) + token.issuer);
  }
  const auto& ids = provider->client_ids;
  const bool meant =
      std::any_of(token.audiences.begin(), token.audiences.end(), [&](const auto& audience) {
        return std::find(ids.begin(), ids.end(), audience) != ids.end();
      });
  if (!meant) return InvalidIdentityTokenException("Incorrect token audience");
  if (token.expiry <= call.now) {
    return api::sts::ExpiredTokenException(
        "Token expired: current date/time " + FormatIso8601(call.now) +
        " must be before the expiration date/time " + FormatIso8601(token.expiry));
  }
  return {};
}

}  // namespace firn::services::sts
