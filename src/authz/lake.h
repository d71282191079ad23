#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "authz/decision.h"
#include "authz/gate.h"
#include "authz/lake_tags.h"
#include "authz/principal.h"

namespace firn::authz {

// Principals of grants that are not one identity.
inline constexpr std::string_view kIamAllowedPrincipals = "IAM_ALLOWED_PRINCIPALS";
inline constexpr std::string_view kIamPrincipalsSuffix = ":IAMPrincipals";

// The columns a SELECT reaches. `all` with `excluded` empty is the whole table.
struct LakeColumns {
  bool all = true;
  std::vector<std::string> excluded = {};  // with `all`
  std::vector<std::string> included = {};  // without `all`
  auto operator<=>(const LakeColumns&) const = default;
  bool whole() const { return all && excluded.empty(); }
};

// A data cells filter: the columns it shows, of the rows it shows.
struct LakeFilter {
  std::string name;
  LakeColumns columns;
  std::string rows;  // a predicate; empty shows every row
  auto operator<=>(const LakeFilter&) const = default;
};

// One Lake Formation grant, in Lake Formation's own permission names. It names a resource, or (by
// `policy`) every database or table with the right LF-tags.
struct LakeGrant {
  // A role or user ARN, an account id, "<account>:IAMPrincipals" or IAM_ALLOWED_PRINCIPALS.
  std::string principal;
  LakeResource resource;
  bool all_tables = false;  // TableWildcard: every table of resource.database
  LakeColumns columns;      // bears on SELECT only
  std::set<std::string> permissions;
  std::set<std::string> grantable;
  std::optional<LakeFilter> filter = {};     // SELECT through a data cells filter of the resource
  std::optional<LakeTagPolicy> policy = {};  // in place of `resource`
  bool accepted = true;  // false: shared with another account that has not accepted it yet
};

// Data lake administrators of one account and region.
struct LakeSettings {
  std::vector<std::string> admins;
  std::vector<std::string> read_only_admins;
};

// What bears on one question. `grants` may hold more than what concerns the caller and the
// resource; the decision picks.
struct LakeFactsFor {
  LakeSettings settings = {};         // of the account that owns the catalog
  LakeSettings caller_settings = {};  // of the caller's account, when it is another
  std::vector<LakeGrant> grants = {};
  LakeTagged tagged = {};  // the LF-tags of the database or table
  bool iam_mode = false;   // the object leaves access to IAM altogether
  bool opted_in = false;   // hybrid mode: for this caller it does not
  bool registered = true;  // of a data location: whether it, or what it lies in, is registered
};

// What a principal holds on one resource: the union of its grants, with what follows from them.
struct LakeRights {
  bool unrestricted = false;  // root of the owning account, or an object in IAM mode
  bool admin = false;         // may grant and revoke anything here
  std::set<std::string>
      permissions;  // ALL and SUPER_USER are spelled out; DESCRIBE follows from any other
  std::set<std::string> grantable;
  std::optional<LakeColumns> columns;  // what SELECT reaches in every row; empty when none
  std::vector<LakeFilter> filters;     // what SELECT reaches beside that
  std::vector<std::string> reasons;

  // Whether SELECT is held at all, and whether on every cell.
  bool reads() const { return columns || !filters.empty(); }
  bool reads_whole() const { return columns && columns->whole(); }
  // Whether through someone who leaves out this much.
  bool reads_by(LakeReader reader) const;
};

LakeRights RightsOn(const Principal& principal, const LakeResource& resource,
                    const LakeFactsFor& facts);

// Whether the need is met. The message of a refusal is Lake Formation's: "Insufficient Lake
// Formation permission(s): Required Describe on <name>".
Decision DecideLake(const Principal& principal, const LakeNeed& need, const LakeFactsFor& facts);

// Whether the principal may grant or revoke these permissions on the resource: administrators may,
// and holders of the grant option.
bool MayGrant(const LakeRights& rights, const std::set<std::string>& permissions);

// Whether a grant's principal covers the caller. An account id covers nobody by itself: the
// account's administrators grant on.
bool CoveredBy(std::string_view grantee, const Principal& principal);

// Whether the principal is in a list of administrators.
bool IsAdmin(const std::vector<std::string>& admins, const Principal& principal);

// Which kind of thing a resource names, and the permissions ALL stands for on it.
enum class LakeKind {
  kDefaultCatalog,
  kCatalog,
  kDatabase,
  kTable,
  kFilter,
  kLocation,
  kTag,
  kTagExpression
};
LakeKind KindOf(const LakeResource& resource);
const std::set<std::string>& AllPermissionsOn(LakeKind kind);

// The refusal in AWS's words: kDenied, code AccessDeniedException.
Unexpected LakeRefusal(const LakeNeed& need);

}  // namespace firn::authz
