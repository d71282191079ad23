#include "authz/lake.h"

#include <algorithm>
#include <utility>

namespace firn::authz {
namespace {

bool Lists(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view OwnerOf(const LakeResource& resource) {
  return std::string_view(resource.catalog).substr(0, resource.catalog.find(':'));
}

bool IsIdentity(const Principal& principal) {
  return principal.kind == Principal::Kind::kUser ||
         principal.kind == Principal::Kind::kRoleSession;
}

// How a grant's resource stands to the one asked about.
enum class Reach { kNone, kSame, kAbove };

// True when `outer` is a catalog that contains `inner` as a catalog, database or table.
bool Contains(const LakeResource& outer, const LakeResource& inner) {
  if (KindOf(outer) != LakeKind::kCatalog) return false;
  if (inner.catalog.starts_with(outer.catalog + "/")) return true;
  return inner.catalog == outer.catalog && !inner.database.empty();
}

// True when the path of `outer` is that of `inner` or a folder above it; "bucket/*" of S3 Tables is
// every table bucket.
bool LiesIn(std::string_view inner, std::string_view outer) {
  if (outer.ends_with("/*")) outer.remove_suffix(2);
  while (outer.ends_with('/')) outer.remove_suffix(1);
  return inner == outer ||
         (inner.starts_with(outer) && inner.substr(outer.size()).starts_with('/'));
}

Reach ReachOfNamed(const LakeGrant& grant, const LakeResource& resource, LakeKind kind) {
  const LakeResource& named = grant.resource;
  if (grant.all_tables) {
    const bool covers = kind == LakeKind::kTable && named.catalog == resource.catalog &&
                        named.database == resource.database;
    return covers ? Reach::kSame : Reach::kNone;
  }
  switch (kind) {
    case LakeKind::kLocation:
      return !named.location.empty() && LiesIn(resource.location, named.location) ? Reach::kSame
                                                                                  : Reach::kNone;
    case LakeKind::kTag:
      return named.tag_key == resource.tag_key &&
                     (resource.tag_value.empty() || named.tag_value == "*" ||
                      named.tag_value == resource.tag_value)
                 ? Reach::kSame
                 : Reach::kNone;
    case LakeKind::kDefaultCatalog:
    case LakeKind::kCatalog:
    case LakeKind::kDatabase:
    case LakeKind::kTable:
    case LakeKind::kFilter:
    case LakeKind::kTagExpression: break;
  }
  if (named == resource) return Reach::kSame;
  return Contains(named, resource) ? Reach::kAbove : Reach::kNone;
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

// The columns that a tag policy on tables reaches: all, but for columns whose own tags lead away
// from it, or only those whose own tags lead to it. Empty when there are none.
std::optional<LakeColumns> ColumnsOf(const LakeTagExpression& expression,
                                     const LakeTagged& tagged) {
  LakeColumns columns;
  columns.all = Matches(expression, tagged.tags);
  for (const auto& [name, tags] : tagged.columns) {
    if (Matches(expression, tags) == columns.all) continue;
    (columns.all ? columns.excluded : columns.included).push_back(name);
  }
  if (!columns.all && columns.included.empty()) return {};
  return columns;
}

// Tags are Lake Formation's own: IAM alone never suffices to make them.
bool IsOfTags(std::string_view permission) {
  return permission == "CREATE_LF_TAG" || permission == "CREATE_LF_TAG_EXPRESSION";
}

class Gathering {
 public:
  Gathering(const Principal& principal, const LakeResource& resource, const LakeFactsFor& facts)
      : principal_(principal), resource_(resource), facts_(facts), kind_(KindOf(resource)) {}

  LakeRights Run() {
    const bool own = principal_.account.text() == OwnerOf(resource_);
    const auto& all = AllPermissionsOn(kind_);
    if (principal_.kind == Principal::Kind::kRoot && own) {
      rights_.unrestricted = rights_.admin = true;
      rights_.permissions = rights_.grantable = all;
      rights_.columns = LakeColumns{};
      Say("the caller is the root of the owning account");
      return std::move(rights_);
    }
    if (own) AddAdministration();
    if (own && IsIdentity(principal_)) AddOpenness(all);
    for (const LakeGrant& grant : facts_.grants) AddGrant(grant);
    if (!rights_.permissions.empty()) rights_.permissions.insert("DESCRIBE");
    return std::move(rights_);
  }

 private:
  void Say(std::string reason) { rights_.reasons.push_back(std::move(reason)); }

  void AddAdministration() {
    if (IsAdmin(facts_.settings.admins, principal_)) {
      rights_.admin = true;
      rights_.permissions.insert("DESCRIBE");
      switch (kind_) {
        case LakeKind::kDefaultCatalog:
        case LakeKind::kLocation:
        case LakeKind::kTag:
        case LakeKind::kTagExpression: rights_.permissions = AllPermissionsOn(kind_); break;
        case LakeKind::kCatalog:
          rights_.permissions.insert({"CREATE_DATABASE", "CREATE_CATALOG"});
          break;
        case LakeKind::kFilter: rights_.permissions.insert("DROP"); break;
        case LakeKind::kDatabase:
        case LakeKind::kTable: break;
      }
      Say("the caller is a data lake administrator");
    } else if (IsAdmin(facts_.settings.read_only_admins, principal_)) {
      rights_.permissions.insert("DESCRIBE");
      Say("the caller is a read-only administrator");
    }
  }

  // What Lake Formation leaves open to every identity of the account.
  void AddOpenness(const std::set<std::string>& all) {
    if (facts_.iam_mode && !facts_.opted_in) {
      Unrestrict(all, "the object leaves access to IAM");
    }
    if (facts_.iam_mode && facts_.opted_in) Say("the caller is opted in to Lake Formation here");
    if (kind_ == LakeKind::kLocation && !facts_.registered) {
      Unrestrict(all, "the location is not registered");
    }
    if (kind_ == LakeKind::kDefaultCatalog) rights_.permissions.insert("DESCRIBE");
  }

  void Unrestrict(const std::set<std::string>& all, std::string reason) {
    rights_.unrestricted = true;
    for (const std::string& word : all) {
      if (!IsOfTags(word)) rights_.permissions.insert(word);
    }
    rights_.columns = LakeColumns{};
    Say(std::move(reason));
  }

  // How far a grant goes, and for grants by LF-tags which columns of the table it reaches.
  Reach ReachOf(const LakeGrant& grant, LakeColumns& columns) const {
    columns = grant.columns;
    if (!grant.policy) return ReachOfNamed(grant, resource_, kind_);
    const bool table = grant.policy->type == LakeTagPolicy::Type::kTable;
    if (kind_ != (table ? LakeKind::kTable : LakeKind::kDatabase)) return Reach::kNone;
    if (!table) {
      return Matches(grant.policy->expression, facts_.tagged.tags) ? Reach::kSame : Reach::kNone;
    }
    const auto reached = ColumnsOf(grant.policy->expression, facts_.tagged);
    if (!reached) return Reach::kNone;
    columns = *reached;
    return Reach::kSame;
  }

  void AddGrant(const LakeGrant& grant) {
    const bool covered = CoveredBy(grant.principal, principal_);
    // A share with the caller's account: its administrators see the object and grant on what they
    // may.
    const bool share = !covered && grant.principal == principal_.account.text() &&
                       IsAdmin(facts_.caller_settings.admins, principal_);
    if (!covered && !share) return;
    if (facts_.opted_in && grant.principal == kIamAllowedPrincipals) return;
    LakeColumns columns;
    const Reach reach = ReachOf(grant, columns);
    if (reach == Reach::kNone) return;
    if (!grant.accepted) {
      Say("the share with " + grant.principal + " has not been accepted");
      return;
    }
    // On some columns of a table there is nothing but SELECT, which is not passed on.
    const bool partial = !columns.whole() || grant.filter;
    if (!partial) rights_.grantable.merge(Spelled(grant.grantable, reach, kind_));
    if (share) {
      rights_.permissions.insert("DESCRIBE");
      Say("shared with account " + grant.principal);
      return;
    }
    std::set<std::string> held = Spelled(grant.permissions, reach, kind_);
    if (held.contains("SELECT")) {
      if (grant.filter && !grant.filter->rows.empty()) {
        rights_.filters.push_back(*grant.filter);
      } else {
        Widen(rights_.columns, grant.filter ? grant.filter->columns : columns);
      }
    }
    // A policy whose tags only some columns bear gives nothing but SELECT on these.
    if (partial && !columns.all) std::erase_if(held, [](const auto& w) { return w != "SELECT"; });
    std::string reason = grant.principal + " holds";
    for (const auto& word : grant.permissions) reason += " " + word;
    if (grant.policy) reason += " by LF-tags";
    if (grant.filter) reason += " through filter " + grant.filter->name;
    Say(std::move(reason));
    rights_.permissions.merge(held);
  }

  const Principal& principal_;
  const LakeResource& resource_;
  const LakeFactsFor& facts_;
  LakeKind kind_;
  LakeRights rights_;
};

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
  switch (KindOf(resource)) {
    case LakeKind::kFilter: return resource.filter;
    case LakeKind::kTable: return resource.table;
    case LakeKind::kDatabase: return resource.database;
    case LakeKind::kLocation: return resource.location;
    case LakeKind::kTag: return resource.tag_key;
    case LakeKind::kTagExpression: return resource.expression;
    case LakeKind::kDefaultCatalog:
    case LakeKind::kCatalog: return resource.catalog;
  }
  return resource.catalog;
}

std::string RefusalText(const LakeNeed& need) {
  const std::string insufficient = "Insufficient Lake Formation permission(s)";
  if (KindOf(need.resource) == LakeKind::kLocation)
    return insufficient + " on " + NameOf(need.resource);
  if (IsOfTags(need.permission)) {
    const bool tag = need.permission == "CREATE_LF_TAG";
    return insufficient + ": Required create tag" + (tag ? "" : " expression") + " on catalog";
  }
  const bool catalog = need.permission == "CREATE_DATABASE" || need.permission == "CREATE_CATALOG";
  return insufficient + ": Required " +
         Title(need.permission == "ANY" ? "DESCRIBE" : need.permission) + " on " +
         (catalog ? "Catalog" : NameOf(need.resource));
}

}  // namespace

LakeKind KindOf(const LakeResource& resource) {
  if (!resource.location.empty()) return LakeKind::kLocation;
  if (!resource.tag_key.empty()) return LakeKind::kTag;
  if (!resource.expression.empty()) return LakeKind::kTagExpression;
  if (!resource.filter.empty()) return LakeKind::kFilter;
  if (!resource.table.empty()) return LakeKind::kTable;
  if (!resource.database.empty()) return LakeKind::kDatabase;
  return resource.catalog.find(':') == std::string::npos ? LakeKind::kDefaultCatalog
                                                         : LakeKind::kCatalog;
}

const std::set<std::string>& AllPermissionsOn(LakeKind kind) {
  using Words = std::set<std::string>;
  static const Words kDefaultCatalog = {"CREATE_DATABASE", "CREATE_CATALOG", "CREATE_LF_TAG",
                                        "CREATE_LF_TAG_EXPRESSION", "DESCRIBE"};
  static const Words kCatalog = {"ALTER", "CREATE_CATALOG", "CREATE_DATABASE", "DESCRIBE", "DROP"};
  static const Words kDatabase = {"ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
  static const Words kTable = {"ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
  static const Words kFilter = {"DESCRIBE", "DROP", "SELECT"};
  static const Words kLocation = {"DATA_LOCATION_ACCESS"};
  static const Words kTag = {"ALTER", "ASSOCIATE", "DESCRIBE", "DROP",
                             "GRANT_WITH_LF_TAG_EXPRESSION"};
  static const Words kTagExpression = {"ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"};
  switch (kind) {
    case LakeKind::kDefaultCatalog: return kDefaultCatalog;
    case LakeKind::kCatalog: return kCatalog;
    case LakeKind::kDatabase: return kDatabase;
    case LakeKind::kTable: return kTable;
    case LakeKind::kFilter: return kFilter;
    case LakeKind::kLocation: return kLocation;
    case LakeKind::kTag: return kTag;
    case LakeKind::kTagExpression: return kTagExpression;
  }
  return kTable;
}

bool LakeRights::reads_by(LakeReader reader) const {
  switch (reader) {
    case LakeReader::kWholeTable: return reads_whole();
    case LakeReader::kColumns: return columns.has_value();
    case LakeReader::kCells: return reads();
  }
  return false;
}

bool IsAdmin(const std::vector<std::string>& admins, const Principal& principal) {
  if (principal.kind == Principal::Kind::kService ||
      principal.kind == Principal::Kind::kAnonymous) {
    return false;
  }
  return Lists(admins, principal.identity_arn()) ||
         Lists(admins, principal.account.text() + std::string(kIamPrincipalsSuffix));
}

bool CoveredBy(std::string_view grantee, const Principal& principal) {
  if (principal.kind == Principal::Kind::kService ||
      principal.kind == Principal::Kind::kAnonymous) {
    return false;
  }
  if (grantee == kIamAllowedPrincipals || grantee == principal.identity_arn()) return true;
  const std::string& account = principal.account.text();
  return grantee.size() == account.size() + kIamPrincipalsSuffix.size() &&
         grantee.starts_with(account) && grantee.ends_with(kIamPrincipalsSuffix);
}

LakeRights RightsOn(const Principal& principal, const LakeResource& resource,
                    const LakeFactsFor& facts) {
  return Gathering(principal, resource, facts).Run();
}

Decision DecideLake(const Principal& principal, const LakeNeed& need, const LakeFactsFor& facts) {
  LakeRights rights = RightsOn(principal, need.resource, facts);
  const auto& words = need.hold == LakeHold::kGrantable ? rights.grantable : rights.permissions;
  bool met = need.permission == "ANY" ? !words.empty() : words.contains(need.permission);
  if (need.hold == LakeHold::kGrantable && rights.admin) met = true;
  if (need.permission == "SELECT" && need.hold == LakeHold::kHeld) {
    met = met && rights.reads_by(need.reader);
  }
  Decision decision;
  const bool open = rights.unrestricted && need.hold == LakeHold::kHeld;
  decision.allowed = met || (open && !IsOfTags(need.permission));
  decision.reasons = std::move(rights.reasons);
  if (!decision.allowed) decision.message = RefusalText(need);
  return decision;
}

bool MayGrant(const LakeRights& rights, const std::set<std::string>& permissions) {
  if (rights.admin) return true;
  return !permissions.empty() &&
         std::all_of(permissions.begin(), permissions.end(),
                     [&](const auto& word) { return rights.grantable.contains(word); });
}

Unexpected LakeRefusal(const LakeNeed& need) {
  Error error;
  error.kind = Kind::kDenied;
  error.code = "AccessDeniedException";
  error.http_status = 400;
  error.message = RefusalText(need);
  return Fail(std::move(error));
}

}  // namespace firn::authz
