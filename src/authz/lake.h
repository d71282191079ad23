#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authz/gate.h"
#include "authz/principal.h"

namespace firn::authz {

// Principals of grants that are not one identity.
inline constexpr std::string_view kIamAllowedPrincipals = "IAM_ALLOWED_PRINCIPALS";
inline constexpr std::string_view kIamPrincipalsSuffix = ":IAMPrincipals";

// The columns a SELECT reaches. `all` with `excluded` empty is the whole table.
struct LakeColumns {
  bool all = true;
  std::vector<std::string> excluded;  // with `all`
  std::vector<std::string> included;  // without `all`
  auto operator<=>(const LakeColumns&) const = default;
};

// One Lake Formation grant on a named resource, in Lake Formation's own permission names.
struct LakeGrant {
  std::string
      principal;  // role or user ARN, account id, "<account>:IAMPrincipals", IAM_ALLOWED_PRINCIPALS
  LakeResource resource;
  bool all_tables = false;  // TableWildcard: every table of resource.database
  LakeColumns columns;      // bears on SELECT only
  std::set<std::string> permissions;
  std::set<std::string> grantable;
};

// Data lake administrators of one account and region.
struct LakeSettings {
  std::vector<std::string> admins;
  std::vector<std::string> read_only_admins;
};

// What bears on one question. `grants` may hold more than what concerns the resource; the decision
// picks.
struct LakeFactsFor {
  LakeSettings settings;         // of the account that owns the catalog
  LakeSettings caller_settings;  // of the caller's account, when it is another
  std::vector<LakeGrant> grants;
  bool iam_mode = false;  // the catalog leaves access to IAM altogether
};

// What a principal holds on one resource: the union of its grants, with what follows from them.
struct LakeRights {
  bool unrestricted = false;  // root of the owning account, or a catalog in IAM mode
  bool admin = false;         // may grant and revoke anything here
  std::set<std::string>
      permissions;  // ALL and SUPER_USER are spelled out; DESCRIBE follows from any other
  std::set<std::string> grantable;
  std::optional<LakeColumns> columns;  // what SELECT reaches; empty when SELECT is not held
  std::vector<std::string> reasons;
};

LakeRights RightsOn(const Principal& principal, const LakeResource& resource,
                    const LakeFactsFor& facts);

// Whether the need is met. kDenied, code AccessDeniedException, "Insufficient Lake Formation
// permission(s): Required Describe on <name>" otherwise.
Result<void> DecideLake(const Principal& principal, const LakeNeed& need,
                        const LakeFactsFor& facts);

// Whether the principal may grant or revoke these permissions on the resource: administrators may,
// and holders of the grant option.
bool MayGrant(const LakeRights& rights, const std::set<std::string>& permissions);

// Whether a grant's principal covers the caller. An account id covers nobody by itself: the
// account's administrators grant on.
bool CoveredBy(std::string_view grantee, const Principal& principal);

// Which kind of thing a resource names, and the permissions ALL stands for on it.
enum class LakeKind { kDefaultCatalog, kCatalog, kDatabase, kTable };
LakeKind KindOf(const LakeResource& resource);
const std::set<std::string>& AllPermissionsOn(LakeKind kind);

// The refusal in AWS's words.
Unexpected LakeRefusal(const LakeNeed& need);

}  // namespace firn::authz
