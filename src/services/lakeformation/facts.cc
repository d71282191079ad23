// What Lake Formation tells the decision: the few records that may bear on one principal's rights
// on one resource, found by their keys. The cost does not grow with what others were granted.

#include <algorithm>

#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {
namespace {

using authz::LakeKind;

authz::LakeGrant GrantOf(const GrantRecord& record) {
  authz::LakeGrant grant;
  grant.principal = record.principal;
  grant.resource = {record.catalog, record.database, record.table};
  grant.resource.location = record.location;
  grant.resource.tag_key = record.tag_key;
  grant.resource.tag_value = record.tag_value;
  if (record.policy_type.empty()) grant.resource.expression = record.expression;
  grant.all_tables = record.all_tables;
  grant.permissions = record.permissions;
  grant.grantable = record.grantable;
  if (!record.column.empty()) {
    grant.columns.all = false;
    grant.columns.included = {record.column};
  }
  grant.columns.excluded = record.excluded;
  // Who is super user of a catalog grants on everything inside.
  if (record.permissions.contains("SUPER_USER")) grant.grantable.insert("SUPER_USER");
  return grant;
}

class Finder {
 public:
  Finder(const LakeFormation& lake, const authz::Principal& principal,
         const authz::LakeResource& resource, const std::string& region)
      : lake_(lake),
        snapshot_(lake.store.Read()),
        principal_(principal),
        resource_(resource),
        region_(region),
        owner_(OwnerOf(resource.catalog)),
        foreign_(principal.account.text() != owner_),
        kind_(authz::KindOf(resource)) {
    names_ = {principal.identity_arn(),
              principal.account.text() + std::string(authz::kIamPrincipalsSuffix),
              std::string(authz::kIamAllowedPrincipals)};
    if (foreign_) names_.push_back(principal.account.text());
  }

  Result<authz::LakeFactsFor> Run() {
    FIRN_TRY(const AccountId owner, AccountId::Parse(owner_));
    FIRN_TRY(facts_.settings, lake_.SettingsOf(owner, region_));
    if (!foreign_) {
      // Root is not asked about at home.
      if (principal_.kind == authz::Principal::Kind::kRoot) return std::move(facts_);
      facts_.caller_settings = facts_.settings;
    } else if (!principal_.account.empty()) {
      FIRN_TRY(facts_.caller_settings, lake_.SettingsOf(principal_.account, region_));
    }
    switch (kind_) {
      case LakeKind::kLocation: FIRN_OK(FindOfLocation(owner)); break;
      case LakeKind::kTag:
        FIRN_OK(FindUnder(TagGrantPrefix(owner_, region_, resource_.tag_key)));
        break;
      case LakeKind::kTagExpression:
        FIRN_OK(FindUnder(ExpressionGrantPrefix(owner_, region_, resource_.expression)));
        break;
      case LakeKind::kFilter:
        FIRN_OK(FindUnder(ThingPrefix(region_, resource_, Extent::kThing)));
        break;
      case LakeKind::kDefaultCatalog:
      case LakeKind::kCatalog:
      case LakeKind::kDatabase:
      case LakeKind::kTable: FIRN_OK(FindOfObject()); break;
    }
    return std::move(facts_);
  }

 private:
  // The principals' grants among those under the prefix of one thing.
  Result<void> FindUnder(const std::string& prefix) {
    for (const std::string& name : names_) {
      std::string key = prefix;
      state::AppendKeyPart(key, name);
      FIRN_TRY(const auto page, state::List<GrantRecord>(snapshot_, key, "", SIZE_MAX));
      for (const auto& item : page.items) FIRN_OK(Add(*item.value));
    }
    return {};
  }

  Result<void> FindOfLocation(const AccountId& owner) {
    facts_.registered = false;
    for (const std::string& place : PlacesOf(resource_.location)) {
      if (snapshot_.Has(LocationKey(owner, region_, place))) facts_.registered = true;
      authz::LakeResource thing{resource_.catalog, "", ""};
      thing.location = place;
      FIRN_OK(FindUnder(ThingPrefix(region_, thing, Extent::kThing)));
    }
    return {};
  }

  Result<void> FindOfObject() {
    FIRN_TRY(facts_.iam_mode, lake_.UsesIamOnly(resource_, region_));
    const authz::LakeResource catalog{resource_.catalog, "", ""};
    FIRN_OK(FindUnder(ThingPrefix(region_, resource_, Extent::kThing)));
    if (kind_ == LakeKind::kTable) {
      FIRN_OK(FindUnder(ThingPrefix(region_, resource_, Extent::kAllTables)));
      authz::LakeResource filters = resource_;
      filters.filter = "*";
      FIRN_OK(FindUnder(ThingPrefix(region_, filters, Extent::kThing)));
    }
    if (kind_ == LakeKind::kTable || kind_ == LakeKind::kDatabase) {
      if (catalog.catalog != owner_)
        FIRN_OK(FindUnder(ThingPrefix(region_, catalog, Extent::kThing)));
      FIRN_OK(FindByTags());
    }
    if (const size_t slash = resource_.catalog.find('/'); slash != std::string::npos) {
      const authz::LakeResource mount{resource_.catalog.substr(0, slash), "", ""};
      FIRN_OK(FindUnder(ThingPrefix(region_, mount, Extent::kThing)));
    }
    if (facts_.iam_mode) facts_.opted_in = IsOptedIn();
    return {};
  }

  // Whoever is opted in to a database is so to its tables.
  bool IsOptedIn() const {
    if (kind_ == LakeKind::kTable) {
      if (HasOptIn(resource_, Extent::kThing) || HasOptIn(resource_, Extent::kAllTables))
        return true;
    }
    const authz::LakeResource database{resource_.catalog, resource_.database, ""};
    if (!database.database.empty() && HasOptIn(database, Extent::kThing)) return true;
    return HasOptIn({resource_.catalog, "", ""}, Extent::kThing);
  }

  bool HasOptIn(const authz::LakeResource& thing, Extent extent) const {
    const std::string prefix = OptInThingPrefix(region_, thing, extent);
    return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
      std::string key = prefix;
      state::AppendKeyPart(key, name);
      return snapshot_.Has(key);
    });
  }

  std::string_view PolicyType() const { return kind_ == LakeKind::kTable ? "TABLE" : "DATABASE"; }

  bool HasUnder(const std::string& prefix) const {
    bool any = false;
    snapshot_.ForEachEntry(prefix, "", [&](const state::EntryPointer&) {
      any = true;
      return false;
    });
    return any;
  }

  // The principals' grants that name LF-tags of the database, the table or its columns. Tags are
  // read only when a principal has such grants at all.
  Result<void> FindByTags() {
    bool any = false;
    for (const std::string& name : names_) {
      any = any || HasUnder(PolicyIndexPrefix(owner_, region_, name, PolicyType())) ||
            HasUnder(NamedPolicyIndexPrefix(owner_, region_, name, PolicyType()));
    }
    if (!any) return {};
    FIRN_TRY(facts_.tagged, TaggedOf(snapshot_, region_, resource_));
    std::set<std::pair<std::string, std::string>> tags(facts_.tagged.tags.begin(),
                                                       facts_.tagged.tags.end());
    for (const auto& [column, own] : facts_.tagged.columns) tags.insert(own.begin(), own.end());
    std::set<std::string> grants;
    for (const std::string& name : names_) {
      for (const auto& [key, value] : tags) {
        Collect(PolicyIndexPrefix(owner_, region_, name, PolicyType(), key, value), grants);
        Collect(PolicyIndexPrefix(owner_, region_, name, PolicyType(), key, "*"), grants);
      }
      if (!tags.empty()) {
        Collect(NamedPolicyIndexPrefix(owner_, region_, name, PolicyType()), grants);
      }
    }
    for (const std::string& key : grants) {
      FIRN_TRY(const auto record, state::LoadShared<GrantRecord>(snapshot_, key));
      if (record) FIRN_OK(Add(*record));
    }
    return {};
  }

  void Collect(const std::string& prefix, std::set<std::string>& grants) const {
    snapshot_.ForEachEntry(prefix, "", [&](const state::EntryPointer& entry) {
      grants.insert(entry->value());
      return true;
    });
  }

  Result<void> Add(const GrantRecord& record) {
    authz::LakeGrant grant = GrantOf(record);
    if (!record.policy_type.empty()) {
      FIRN_TRY(auto policy, PolicyOf(record));
      if (!policy) return {};
      grant.policy = *std::move(policy);
      grant.resource = {};
    }
    if (!record.filter.empty()) {
      if (kind_ == LakeKind::kFilter) {
        if (record.filter != resource_.filter) return {};
        grant.resource.filter = record.filter;
      } else {
        FIRN_TRY(auto filter, FilterOf(record));
        if (!filter) return {};
        grant.filter = *std::move(filter);
        std::erase_if(grant.permissions, [](const auto& word) { return word != "SELECT"; });
      }
    }
    if (foreign_ && !record.passed_on) FIRN_OK(CheckAccepted(record, grant));
    if (record.passed_on) FIRN_OK(KeepShared(record, grant));
    facts_.grants.push_back(std::move(grant));
    return {};
  }

  Result<void> CheckAccepted(const GrantRecord& record, authz::LakeGrant& grant) const {
    FIRN_TRY(const auto share, lake_.shares.Find(ThingArn(record), record.principal));
    grant.accepted = share && share->accepted;
    return {};
  }

  // What was granted on is good for as long as the account holds it with the option to do so.
  Result<void> KeepShared(const GrantRecord& record, authz::LakeGrant& grant) const {
    std::vector<std::string> prefixes = {PrefixOf(owner_, region_, record)};
    const authz::LakeResource thing{record.catalog, record.database, record.table};
    if (!record.table.empty()) prefixes.push_back(ThingPrefix(region_, thing, Extent::kAllTables));
    std::set<std::string> held;
    for (std::string& key : prefixes) {
      state::AppendKeyPart(key, principal_.account.text());
      FIRN_TRY(const auto page, state::List<GrantRecord>(snapshot_, key, "", SIZE_MAX));
      for (const auto& item : page.items) {
        FIRN_TRY(const auto share, lake_.shares.Find(ThingArn(*item.value), item.value->principal));
        if (share && share->accepted) {
          held.insert(item.value->grantable.begin(), item.value->grantable.end());
        }
      }
    }
    if (held.contains("ALL")) {
      const auto& all = authz::AllPermissionsOn(kind_);
      held.insert(all.begin(), all.end());
    }
    const auto lost = [&](const std::string& word) { return !held.contains(word); };
    std::erase_if(grant.permissions, lost);
    std::erase_if(grant.grantable, lost);
    return {};
  }

  std::string ThingArn(const GrantRecord& record) const {
    authz::LakeResource thing{record.catalog, record.database, record.table};
    return GlueArn(region_, thing, record.all_tables ? Extent::kAllTables : Extent::kThing);
  }

  // Empty when the saved expression it names is gone.
  Result<std::optional<authz::LakeTagPolicy>> PolicyOf(const GrantRecord& record) const {
    authz::LakeTagPolicy policy;
    policy.type = record.policy_type == "TABLE" ? authz::LakeTagPolicy::Type::kTable
                                                : authz::LakeTagPolicy::Type::kDatabase;
    policy.expression = ExpressionOf(record.conditions);
    if (!record.expression.empty()) {
      FIRN_TRY(const auto saved, state::LoadShared<ExpressionRecord>(
                                     snapshot_, ExpressionKey(owner_, region_, record.expression)));
      if (!saved) return std::optional<authz::LakeTagPolicy>();
      policy.expression = ExpressionOf(saved->conditions);
    }
    return std::optional(std::move(policy));
  }

  Result<std::optional<authz::LakeFilter>> FilterOf(const GrantRecord& record) const {
    authz::LakeResource named{record.catalog, record.database, record.table};
    named.filter = record.filter;
    FIRN_TRY(const auto kept,
             state::LoadShared<FilterRecord>(snapshot_, FilterKey(region_, named)));
    if (!kept) return std::optional<authz::LakeFilter>();
    authz::LakeFilter filter;
    filter.name = record.filter;
    if (kept->filter.column_names) {
      filter.columns.all = false;
      filter.columns.included = *kept->filter.column_names;
    } else if (kept->filter.column_wildcard &&
               kept->filter.column_wildcard->excluded_column_names) {
      filter.columns.excluded = *kept->filter.column_wildcard->excluded_column_names;
    }
    if (kept->filter.row_filter && !kept->filter.row_filter->all_rows_wildcard) {
      filter.rows = kept->filter.row_filter->filter_expression.value_or("");
      if (filter.rows.empty()) return std::optional<authz::LakeFilter>();
    }
    return std::optional(std::move(filter));
  }

  const LakeFormation& lake_;
  state::Snapshot snapshot_;
  const authz::Principal& principal_;
  const authz::LakeResource& resource_;
  const std::string& region_;
  std::string owner_;
  bool foreign_;
  LakeKind kind_;
  std::vector<std::string> names_;
  authz::LakeFactsFor facts_;
};

}  // namespace

Result<authz::LakeFactsFor> LakeFormation::FactsFor(const authz::Principal& principal,
                                                    const authz::LakeResource& resource,
                                                    const std::string& region) const {
  return Finder(*this, principal, resource, region).Run();
}

}  // namespace firn::services::lakeformation
