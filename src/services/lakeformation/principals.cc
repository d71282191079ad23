#include "services/lakeformation/principals.h"

#include <algorithm>

#include "api/lakeformation.h"
#include "authz/lake.h"

namespace firn::services::lakeformation {
namespace {

using Kind = Grantee::Kind;

// "kind/name" with a name; paths are part of it.
bool Named(std::string_view resource, std::string_view kind) {
  if (!resource.starts_with(kind) || resource.size() <= kind.size()) return false;
  const std::string_view name = resource.substr(kind.size());
  return name.front() != '/' && name.back() != '/' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return c > ' ' && c <= '~' && c != '*' && c != '?'; });
}

// "saml-provider/P:user/x" and "saml-provider/P:group/x".
bool FromSaml(std::string_view resource) {
  if (!resource.starts_with("saml-provider/")) return false;
  const size_t colon = resource.find(':');
  if (colon == std::string_view::npos || !Named(resource.substr(0, colon), "saml-provider/"))
    return false;
  return Named(resource.substr(colon + 1), "user/") || Named(resource.substr(colon + 1), "group/");
}

// "organization/o-x" and "ou/o-x/ou-y".
bool OfOrganization(std::string_view resource) {
  if (Named(resource, "organization/o-")) return resource.find('/', 13) == std::string_view::npos;
  return Named(resource, "ou/o-") && resource.find("/ou-") != std::string_view::npos;
}

std::optional<Kind> KindOfArn(const Arn& arn) {
  const std::string_view resource = arn.resource;
  if (arn.partition != "aws") return {};
  if (arn.service == "identitystore") {
    const bool plain = arn.region.empty() && arn.account.empty();
    if (plain && (Named(resource, "user/") || Named(resource, "group/"))) return Kind::kFederated;
    return {};
  }
  if (!AccountId::Parse(arn.account)) return {};
  if (arn.service == "iam" && arn.region.empty()) {
    if (Named(resource, "user/")) return Kind::kUser;
    if (Named(resource, "role/")) return Kind::kRole;
    if (FromSaml(resource)) return Kind::kFederated;
  }
  if (arn.service == "quicksight" && !arn.region.empty() &&
      (Named(resource, "user/") || Named(resource, "group/"))) {
    return Kind::kFederated;
  }
  if (arn.service == "organizations" && arn.region.empty() && OfOrganization(resource))
    return Kind::kOrganization;
  return {};
}

bool IsIamAllowed(std::string_view text) {
  return text == authz::kIamAllowedPrincipals || text == "IAM_Allowed_Principals";
}

}  // namespace

Result<Grantee> ParseGrantee(const std::optional<std::string>& text) {
  const auto invalid = [] {
    return api::lakeformation::InvalidInputException("Invalid principal");
  };
  if (!text) return invalid();
  if (IsIamAllowed(*text))
    return Grantee{Kind::kIamAllowed, std::string(authz::kIamAllowedPrincipals), {}};
  if (auto account = AccountId::Parse(*text)) return Grantee{Kind::kAccount, *text, *account};
  if (text->ends_with(authz::kIamPrincipalsSuffix)) {
    auto account =
        AccountId::Parse(text->substr(0, text->size() - authz::kIamPrincipalsSuffix.size()));
    if (!account) return invalid();
    return Grantee{Kind::kAccountPrincipals, *text, *account};
  }
  const auto arn = Arn::Parse(*text);
  if (!arn) return invalid();
  const auto kind = KindOfArn(*arn);
  if (!kind) return invalid();
  Grantee grantee{*kind, *text, {}};
  // The account in an organization's ARN is its manager's, not the grantee's.
  if (auto account = AccountId::Parse(arn->account); account && kind != Kind::kOrganization)
    grantee.account = *account;
  return grantee;
}

bool MayAdminister(std::string_view text) {
  if (const auto arn = Arn::Parse(text); arn && arn->partition == "aws" && arn->service == "iam" &&
                                         arn->region.empty() && arn->resource == "root") {
    return AccountId::Parse(arn->account).has_value();
  }
  const auto grantee = ParseGrantee(std::string(text));
  if (!grantee) return false;
  switch (grantee->kind) {
    case Kind::kUser:
    case Kind::kRole:
    case Kind::kFederated:
    case Kind::kAccountPrincipals: return true;
    case Kind::kAccount:
    case Kind::kOrganization:
    case Kind::kIamAllowed: return false;
  }
  return false;
}

}  // namespace firn::services::lakeformation
