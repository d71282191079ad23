#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "services/iam/limits.h"
#include "services/iam/records.h"

// What distinguishes the kinds of objects that IAM keeps, so that one piece of code can keep them.
namespace firn::services::iam {

// The part of a row that holds name, path, id, ARN, time and tags.
template <class Row>
auto& ObjectOf(Row& row) {
  if constexpr (requires { row.entity; }) {
    return row.entity;
  } else {
    return row;
  }
}

// kKey is the part of the store's key, kResource what stands in front of path and name in the ARN,
// kQuota the name of the account's quota. `kByArn`: operations name the object by its ARN and not
// by its name. Missing and Taken are AWS's sentences.
template <class Row>
struct KindOf;

#define FIRN_IAM_KIND(Row, key, resource, prefix, quota, max, by_arn)                     \
  template <>                                                                             \
  struct KindOf<Row> {                                                                    \
    static constexpr std::string_view kKey = key, kResource = resource, kPrefix = prefix, \
                                      kQuota = quota;                                     \
    static constexpr size_t kMax = max;                                                   \
    static constexpr bool kByArn = by_arn;                                                \
    static Unexpected Missing(std::string_view name);                                     \
    static Unexpected Taken(std::string_view name);                                       \
  }

FIRN_IAM_KIND(RoleRow, "role", "role", "AROA", "RolesPerAccount", kRolesMax, false);
FIRN_IAM_KIND(UserRow, "user", "user", "AIDA", "UsersPerAccount", kUsersMax, false);
FIRN_IAM_KIND(GroupRow, "group", "group", "AGPA", "GroupsPerAccount", kGroupsMax, false);
FIRN_IAM_KIND(PolicyRow, "policy", "policy", "ANPA", "PoliciesPerAccount", kPoliciesMax, false);
FIRN_IAM_KIND(ProfileRow, "instance-profile", "instance-profile", "AIPA",
              "InstanceProfilesPerAccount", kProfilesMax, false);
FIRN_IAM_KIND(CertificateRow, "server-certificate", "server-certificate", "ASCA",
              "ServerCertificatesPerAccount", kServerCertificatesMax, false);
FIRN_IAM_KIND(MfaRow, "mfa", "mfa", "", "MFADevicesPerAccount", kMfaDevicesMax, true);
FIRN_IAM_KIND(OidcRow, "oidc", "oidc-provider", "", "OpenIdConnectProvidersPerAccount",
              kOidcProvidersMax, true);
FIRN_IAM_KIND(SamlRow, "saml", "saml-provider", "", "SAMLProvidersPerAccount", kSamlProvidersMax,
              true);

#undef FIRN_IAM_KIND

}  // namespace firn::services::iam
