// The kinds of things that can be shared, and what principals may be.

#include "services/ram/types.h"

#include <algorithm>
#include <array>

namespace firn::services::ram {
namespace {

constexpr std::array<ResourceType, 17> kTypes = {{
    {"rds:Cluster", "rds", "REGIONAL", "cluster:"},
    {"imagebuilder:Component", "imagebuilder", "REGIONAL", "component/"},
    {"networkmanager:CoreNetwork", "networkmanager", "GLOBAL", "core-network/"},
    {"resource-groups:Group", "resource-groups", "REGIONAL", "group/"},
    {"imagebuilder:Image", "imagebuilder", "REGIONAL", "image/"},
    {"imagebuilder:ImageRecipe", "imagebuilder", "REGIONAL", "image-recipe/"},
    {"license-manager:LicenseConfiguration", "license-manager", "REGIONAL",
     "license-configuration:"},
    {"appmesh:Mesh", "appmesh", "REGIONAL", "mesh/"},
    {"ec2:PrefixList", "ec2", "REGIONAL", "prefix-list/"},
    {"codebuild:Project", "codebuild", "REGIONAL", "project/"},
    {"codebuild:ReportGroup", "codebuild", "REGIONAL", "report-group/"},
    {"route53resolver:ResolverRule", "route53resolver", "REGIONAL", "resolver-rule/"},
    {"ec2:Subnet", "ec2", "REGIONAL", "subnet/"},
    {"ec2:TransitGatewayMulticastDomain", "ec2", "REGIONAL", "transit-gateway-multicast-domain/"},
    {"glue:Database", "glue", "REGIONAL", "database/"},
    {"glue:Table", "glue", "REGIONAL", "table/"},
    {"glue:Catalog", "glue", "REGIONAL", "catalog"},
}};

// Shared by whoever has one, though lists of types leave it out.
constexpr ResourceType kTransitGateway = {"ec2:TransitGateway", "ec2", "REGIONAL",
                                          "transit-gateway/"};

bool IsServicePrincipal(std::string_view text) {
  constexpr std::string_view kEnd = ".amazonaws.com";
  if (!text.ends_with(kEnd) || text.size() == kEnd.size()) return false;
  text.remove_suffix(kEnd.size());
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

bool IsIdentity(const Arn& arn) {
  if (arn.service != "iam" || !arn.region.empty() || !AccountId::Parse(arn.account)) return false;
  for (const std::string_view kind : {"role/", "user/"}) {
    if (arn.resource.starts_with(kind) && arn.resource.size() > kind.size()) return true;
  }
  return arn.resource == "root";
}

}  // namespace

std::span<const ResourceType> ResourceTypes() { return kTypes; }

const ResourceType* FindType(std::string_view name) {
  const auto same = [&](const ResourceType& type) { return type.name == name; };
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), same);
  return found == kTypes.end() ? nullptr : found;
}

std::string_view TypeOfArn(const Arn& arn) {
  const auto fits = [&](const ResourceType& type) {
    return arn.service == type.service && arn.resource.starts_with(type.resource);
  };
  if (fits(kTransitGateway)) return kTransitGateway.name;
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), fits);
  return found == kTypes.end() ? std::string_view() : found->name;
}

Result<std::string> ReadScope(const std::optional<std::string>& scope) {
  if (!scope || *scope == "ALL") return std::string();
  if (*scope == "REGIONAL" || *scope == "GLOBAL") return *scope;
  return api::ram::InvalidParameterException(
      *scope + " is not a valid resource region scope value. Specify a valid value and try again.");
}

Result<ParsedPrincipal> ParsePrincipal(const std::string& text) {
  if (auto account = AccountId::Parse(text)) return ParsedPrincipal{text, account->text()};
  if (IsServicePrincipal(text)) return ParsedPrincipal{text, ""};
  const auto arn = Arn::Parse(text);
  if (arn && arn->partition == "aws" && IsIdentity(*arn))
    return ParsedPrincipal{text, arn->account};
  const bool organization = arn && arn->partition == "aws" && arn->service == "organizations" &&
                            arn->region.empty() && AccountId::Parse(arn->account);
  if (organization && arn->resource.starts_with("organization/o-")) {
    return api::ram::UnknownResourceException("Organization " + arn->resource.substr(13) +
                                              " could not be found.");
  }
  if (organization && arn->resource.starts_with("ou/o-")) {
    const std::string unit = arn->resource.substr(arn->resource.rfind('/') + 1);
    return api::ram::UnknownResourceException("OrganizationalUnit " + unit +
                                              " in unknown organization could not be found.");
  }
  return api::ram::InvalidParameterException("Principal ID " + text +
                                             " is malformed. Verify the ID and try again.");
}

}  // namespace firn::services::ram
