#include "authz/lake.h"

#include <algorithm>
#include <utility>

namespace firn::authz {
namespace {

bool Lists(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsAdmin(const std::vector<std::string>& admins, const Principal& principal) {
  if (principal.kind == Principal::Kind::kService ||
      principal.kind == Principal::Kind::kAnonymous) {
    return false;
  }
  return Lists(admins, principal.identity_arn()) ||
         Lists(admins, principal.account.text() + std::string(kIamPrincipalsSuffix));
}

std::string OwnerOf(const LakeResource& resource) {
  return resource.catalog.substr(0, resource.catalog.find(':'));
}

// How a grant's resource stands to the one asked about.
enum class Reach { kNone, kSame, kAbove };

// True when `outer` is a catalog that contains `inner` as a catalog, database or table.
bool Contains(const LakeResource& outer, const LakeResource& inner) {
  if (!outer.database.empty() || KindOf(outer) == LakeKind::kDefaultCatalog) return false;
  if (inner.catalog.starts_with(outer.catalog + "/")) return true;
  return inner.catalog == outer.catalog && !inner.database.empty();
}

Reach ReachOf(const LakeGrant& grant, const LakeResource& resource) {
  if (grant.all_tables) {
    const bool table = KindOf(resource) == LakeKind::kTable;
    const bool covers = table && grant.resource.catalog == resource.catalog &&
                        grant.resource.database == resource.database;
    return covers ? Reach::kSame : Reach::kNone;
  }
  if (grant.resource == resource) return Reach::kSame;
  return Contains(grant.resource, resource) ? Reach::kAbove : Reach::kNone;
}

// The permissions that a grant's words amount to on the resource.
std::set<std::string> Spelled(const std::set<std::string>& words, Reach reach, LakeKind kind) {
  std::set<std::string> held;
  const auto& all = AllPermissionsOn(kind);
  if (reach == Reach::kAbove) {
    // Only SUPER_USER reaches into a catalog; every other permission stays on the object it names.
    if (words.contains("SUPER_USER")) held.insert(all.begin(), all.end());
    return held;
  }
  for (const std::string& word : words) {
    if (word == "ALL") {
      held.insert(all.begin(), all.end());
    } else if (word == "SUPER_USER") {
      // On the catalog itself it neither alters nor drops.
      held.insert({"CREATE_DATABASE", "CREATE_CATALOG", "DESCRIBE", "SUPER_USER"});
    } else {
      held.insert(word);
    }
  }
  return held;
}

void Widen(std::optional<LakeColumns>& columns, const LakeColumns& more) {
  if (!columns) {
    columns = more;
    return;
  }
  LakeColumns& now = *columns;
  if (now.all && more.all) {
    std::erase_if(now.excluded, [&](const auto& name) { return !Lists(more.excluded, name); });
  } else if (now.all) {
    std::erase_if(now.excluded, [&](const auto& name) { return Lists(more.included, name); });
  } else if (more.all) {
    LakeColumns wide = more;
    std::erase_if(wide.excluded, [&](const auto& name) { return Lists(now.included, name); });
    now = std::move(wide);
  } else {
    for (const auto& name : more.included) {
      if (!Lists(now.included, name)) now.included.push_back(name);
    }
  }
}

void AddAdministration(const Principal& principal, const LakeResource& resource,
                       const LakeFactsFor& facts, LakeRights& rights) {
  if (principal.account.text() == OwnerOf(resource)) {
    if (IsAdmin(facts.settings.admins, principal)) {
      rights.admin = true;
      rights.permissions.insert("DESCRIBE");
      const LakeKind kind = KindOf(resource);
      if (kind == LakeKind::kDefaultCatalog || kind == LakeKind::kCatalog) {
        rights.permissions.insert({"CREATE_DATABASE", "CREATE_CATALOG"});
      }
      rights.reasons.push_back("the caller is a data lake administrator");
    } else if (IsAdmin(facts.settings.read_only_admins, principal)) {
      rights.permissions.insert("DESCRIBE");
      rights.reasons.push_back("the caller is a read-only administrator");
    }
  }
}

void AddGrant(const Principal& principal, const LakeResource& resource, const LakeFactsFor& facts,
              const LakeGrant& grant, LakeRights& rights) {
  const Reach reach = ReachOf(grant, resource);
  if (reach == Reach::kNone) return;
  const LakeKind kind = KindOf(resource);
  const bool covered = CoveredBy(grant.principal, principal);
  if (!covered && grant.principal == principal.account.text() &&
      IsAdmin(facts.caller_settings.admins, principal)) {
    // A share with the caller's account: its administrators see the object and grant on what they
    // may.
    rights.permissions.insert("DESCRIBE");
    rights.grantable.merge(Spelled(grant.grantable, reach, kind));
    rights.reasons.push_back("shared with account " + grant.principal);
    return;
  }
  if (!covered) return;
  std::set<std::string> held = Spelled(grant.permissions, reach, kind);
  if (held.contains("SELECT")) Widen(rights.columns, grant.columns);
  std::string reason = grant.principal + " holds";
  for (const auto& word : grant.permissions) reason += " " + word;
  rights.reasons.push_back(std::move(reason));
  rights.permissions.merge(held);
  rights.grantable.merge(Spelled(grant.grantable, reach, kind));
}

std::string Title(std::string_view permission) {
  std::string title;
  bool begins = true;
  for (char c : permission) {
    const bool upper = c >= 'A' && c <= 'Z';
    title += c == '_' ? ' ' : begins || !upper ? c : static_cast<char>(c - 'A' + 'a');
    begins = c == '_';
  }
  return title;
}

std::string NameOf(const LakeResource& resource) {
  if (!resource.table.empty()) return resource.table;
  if (!resource.database.empty()) return resource.database;
  return resource.catalog;
}

}  // namespace

LakeKind KindOf(const LakeResource& resource) {
  if (!resource.table.empty()) return LakeKind::kTable;
  if (!resource.database.empty()) return LakeKind::kDatabase;
  return resource.catalog.find(':') == std::string::npos ? LakeKind::kDefaultCatalog
                                                         : LakeKind::kCatalog;
}

const std::set<std::string>& AllPermissionsOn(LakeKind kind) {
  static const std::set<std::string> kDefaultCatalog = {"CREATE_DATABASE", "CREATE_CATALOG",
                                                        "DESCRIBE"};
  static const std::set<std::string> kCatalog = {"ALTER", "CREATE_CATALOG", "CREATE_DATABASE",
                                                 "DESCRIBE", "DROP"};
  static const std::set<std::string> kDatabase = {"ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
  static const std::set<std::string> kTable = {"ALTER", "DELETE", "DESCRIBE",
                                               "DROP",  "INSERT", "SELECT"};
  switch (kind) {
    case LakeKind::kDefaultCatalog: return kDefaultCatalog;
    case LakeKind::kCatalog: return kCatalog;
    case LakeKind::kDatabase: return kDatabase;
    case LakeKind::kTable: return kTable;
  }
  return kTable;
}

bool CoveredBy(std::string_view grantee, const Principal& principal) {
  if (principal.kind == Principal::Kind::kService ||
      principal.kind == Principal::Kind::kAnonymous) {
    return false;
  }
  if (grantee == kIamAllowedPrincipals || grantee == principal.identity_arn()) return true;
  return grantee == principal.account.text() + std::string(kIamPrincipalsSuffix);
}

LakeRights RightsOn(const Principal& principal, const LakeResource& resource,
                    const LakeFactsFor& facts) {
  LakeRights rights;
  const bool own = principal.account.text() == OwnerOf(resource);
  const auto& all = AllPermissionsOn(KindOf(resource));
  if (principal.kind == Principal::Kind::kRoot && own) {
    rights.unrestricted = rights.admin = true;
    rights.permissions = rights.grantable = all;
    rights.columns = LakeColumns{};
    rights.reasons.push_back("the caller is the root of the owning account");
    return rights;
  }
  const bool identity =
      principal.kind == Principal::Kind::kUser || principal.kind == Principal::Kind::kRoleSession;
  AddAdministration(principal, resource, facts, rights);
  if (facts.iam_mode && identity && own) {
    rights.unrestricted = true;
    rights.permissions.insert(all.begin(), all.end());
    rights.columns = LakeColumns{};
    rights.reasons.push_back("the catalog leaves access to IAM");
  }
  if (own && identity && KindOf(resource) == LakeKind::kDefaultCatalog) {
    rights.permissions.insert("DESCRIBE");
  }
  for (const LakeGrant& grant : facts.grants) {
    AddGrant(principal, resource, facts, grant, rights);
  }
  if (!rights.permissions.empty()) rights.permissions.insert("DESCRIBE");
  return rights;
}

Result<void> DecideLake(const Principal& principal, const LakeNeed& need,
                        const LakeFactsFor& facts) {
  const LakeRights rights = RightsOn(principal, need.resource, facts);
  const bool held = need.permission == "ANY" ? !rights.permissions.empty()
                                             : rights.permissions.contains(need.permission);
  // Whoever asks for SELECT will read whole rows: rights on some columns are not enough.
  const bool partial = need.permission == "SELECT" && rights.columns &&
                       (!rights.columns->all || !rights.columns->excluded.empty());
  if ((held && !partial) || rights.unrestricted) return {};
  return LakeRefusal(need);
}

bool MayGrant(const LakeRights& rights, const std::set<std::string>& permissions) {
  if (rights.admin) return true;
  return !permissions.empty() &&
         std::all_of(permissions.begin(), permissions.end(),
                     [&](const auto& word) { return rights.grantable.contains(word); });
}

Unexpected LakeRefusal(const LakeNeed& need) {
  const bool described = need.permission == "ANY";
  std::string name = NameOf(need.resource);
  if (need.permission == "CREATE_DATABASE" || need.permission == "CREATE_CATALOG") {
    name = "Catalog";
  }
  Error error;
  error.kind = Kind::kDenied;
  error.code = "AccessDeniedException";
  error.http_status = 400;
  error.message = "Insufficient Lake Formation permission(s): Required " +
                  Title(described ? "DESCRIBE" : need.permission) + " on " + name;
  return Fail(std::move(error));
}

}  // namespace firn::authz
