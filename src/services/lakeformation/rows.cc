#include "services/lakeformation/rows.h"

#include <algorithm>

#include "services/lakeformation/limits.h"
#include "services/lakeformation/principals.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

using Permissions = std::set<std::string>;

// Stands behind a key in the position of the second half of its rows.
constexpr char kSecond = '\x02';

std::string TableName(const GrantRecord& record) {
  return record.all_tables ? std::string(kAllTables) : record.table;
}

lf::Resource TagsResource(const GrantRecord& record) {
  lf::Resource resource;
  if (!record.tag_key.empty()) {
    auto& tag = resource.lf_tag.emplace();
    tag.catalog_id = record.catalog;
    tag.tag_key = record.tag_key;
    tag.tag_values = {record.tag_value};
  } else if (!record.policy_type.empty()) {
    auto& policy = resource.lf_tag_policy.emplace();
    policy.catalog_id = record.catalog;
    policy.resource_type = record.policy_type;
    if (record.expression.empty()) {
      policy.expression = ConditionsOut(record.conditions);
    } else {
      policy.expression_name = record.expression;
    }
  } else {
    auto& expression = resource.lf_tag_expression.emplace();
    expression.catalog_id = record.catalog;
    expression.name = record.expression;
  }
  return resource;
}

lf::Resource WholeResource(const GrantRecord& record) {
  lf::Resource resource;
  if (!record.tag_key.empty() || !record.policy_type.empty() || !record.expression.empty()) {
    return TagsResource(record);
  }
  if (!record.location.empty()) {
    auto& location = resource.data_location.emplace();
    location.catalog_id = record.catalog;
    location.resource_arn = record.location;
  } else if (!record.filter.empty()) {
    auto& filter = resource.data_cells_filter.emplace();
    filter.table_catalog_id = record.catalog;
    filter.database_name = record.database;
    filter.table_name = record.table;
    filter.name = record.filter;
  } else if (record.all_tables || !record.table.empty()) {
    auto& table = resource.table.emplace();
    table.catalog_id = record.catalog;
    table.database_name = record.database;
    table.name = TableName(record);
    if (record.all_tables) table.table_wildcard.emplace();
  } else if (!record.database.empty()) {
    auto& database = resource.database.emplace();
    database.catalog_id = record.catalog;
    database.name = record.database;
  } else {
    resource.catalog.emplace().id = record.catalog;
  }
  return resource;
}

lf::Resource ColumnsResource(const GrantRecord& record) {
  lf::Resource resource;
  auto& table = resource.table_with_columns.emplace();
  table.catalog_id = record.catalog;
  table.database_name = record.database;
  table.name = TableName(record);
  if (!record.column.empty()) {
    table.column_names = {{record.column}};
  } else {
    auto& wildcard = table.column_wildcard.emplace();
    if (!record.excluded.empty()) wildcard.excluded_column_names = record.excluded;
  }
  return resource;
}

PermissionsRow RowWith(const GrantRecord& record, lf::Resource resource,
                       const Permissions& permissions) {
  PermissionsRow row;
  row.principal.emplace().data_lake_principal_identifier = record.principal;
  row.resource = std::move(resource);
  row.permissions.emplace(permissions.begin(), permissions.end());
  auto& grantable = row.permissions_with_grant_option.emplace();
  for (const std::string& word : permissions) {
    if (record.grantable.contains(word)) grantable.push_back(word);
  }
  row.last_updated = record.updated;
  if (!record.updated_by.empty()) row.last_updated_by = record.updated_by;
  return row;
}

// The share through which another account's principal sees what it was granted.
Result<std::optional<std::string>> ShareOf(const LakeFormation& lakeformation,
                                           std::string_view region, const GrantRecord& record) {
  const auto grantee = ParseGrantee(record.principal);
  if (!grantee || !grantee->account || grantee->account->text() == OwnerOf(record.catalog)) {
    return std::optional<std::string>();
  }
  const authz::LakeResource thing{record.catalog, record.database, record.table};
  const Extent extent = record.all_tables ? Extent::kAllTables : Extent::kThing;
  FIRN_TRY(const auto share,
           lakeformation.shares.Find(GlueArn(region, thing, extent), record.principal));
  if (!share) return std::optional<std::string>();
  return std::optional(share->arn);
}

// False when the page is full.
Result<bool> AddUnder(const LakeFormation& lakeformation, const state::Reader& reader,
                      std::string_view region, const std::string& prefix,
                      const std::function<bool(const GrantRecord&)>& takes, RowPage& page) {
  std::string after = page.StartIn(prefix);
  while (true) {
    FIRN_TRY(const auto found, state::List<GrantRecord>(reader, prefix, after, kPageRows));
    for (const auto& item : found.items) {
      after = item.key;
      if (!takes(*item.value)) continue;
      FIRN_TRY(const auto share, ShareOf(lakeformation, region, *item.value));
      if (!page.Add(item.key, *item.value, share)) return false;
    }
    if (!found.more) return true;
  }
}

}  // namespace

Result<Sight> Sight::Of(const LakeFormation& lakeformation, const api::Call& call,
                        const AccountId& owner) {
  Sight sight(call.principal);
  FIRN_TRY(const auto settings, lakeformation.SettingsOf(call.account, call.region.text()));
  const bool administers = call.principal.kind == authz::Principal::Kind::kRoot ||
                           authz::IsAdmin(settings.admins, call.principal) ||
                           authz::IsAdmin(settings.read_only_admins, call.principal);
  sight.everything_ = administers && call.account == owner;
  sight.shares_ = administers;
  return sight;
}

bool Sight::Sees(const GrantRecord& record) const {
  if (everything_ || authz::CoveredBy(record.principal, principal_)) return true;
  if (!shares_) return false;
  const auto grantee = ParseGrantee(record.principal);
  return grantee && grantee->kind == Grantee::Kind::kAccount &&
         grantee->account == principal_.account;
}

std::string_view TypeOf(const GrantRecord& record) {
  using Type = lf::DataLakeResourceType;
  if (!record.location.empty()) return Type::kDataLocation;
  if (!record.tag_key.empty()) return Type::kLfTag;
  if (!record.policy_type.empty()) {
    return record.policy_type == "TABLE" ? Type::kLfTagPolicyTable : Type::kLfTagPolicyDatabase;
  }
  if (!record.expression.empty()) return Type::kLfNamedTagExpression;
  if (!record.filter.empty()) return "DATA_CELLS_FILTER";  // has no word of its own
  if (record.all_tables || !record.table.empty()) return Type::kTable;
  return record.database.empty() ? Type::kCatalog : Type::kDatabase;
}

bool IsOfType(const GrantRecord& record, std::string_view type) {
  if (type == lf::DataLakeResourceType::kLfTagPolicy) return !record.policy_type.empty();
  return TypeOf(record) == type;
}

PermissionsRow RowOf(const GrantRecord& record, const Permissions& permissions) {
  return RowWith(record, WholeResource(record), permissions);
}

std::string RowPage::StartIn(const std::string& prefix) const {
  if (!after_.starts_with(prefix)) return {};
  // The first half is out: its grant is read again for the second.
  if (after_.ends_with(kSecond)) {
    std::string start = after_.substr(0, after_.size() - 1);
    start.pop_back();
    return start;
  }
  return after_;
}

bool RowPage::Joins(const GrantRecord& record) const {
  if (rows.empty()) return false;
  const PermissionsRow& last = rows.back();
  const lf::Resource& resource = *last.resource;
  if (last.principal->data_lake_principal_identifier != record.principal) return false;
  const Permissions held(last.permissions->begin(), last.permissions->end());
  const Permissions grantable(last.permissions_with_grant_option->begin(),
                              last.permissions_with_grant_option->end());
  if (held != record.permissions || grantable != record.grantable) return false;
  if (!record.tag_key.empty()) {
    return resource.lf_tag && resource.lf_tag->tag_key == record.tag_key &&
           resource.lf_tag->catalog_id == record.catalog;
  }
  if (record.column.empty() || !resource.table_with_columns ||
      !resource.table_with_columns->column_names) {
    return false;
  }
  const auto& table = *resource.table_with_columns;
  return table.catalog_id == record.catalog && table.database_name == record.database &&
         table.name == record.table;
}

bool RowPage::Place(std::string position, PermissionsRow row) {
  if (rows.size() == limit_) {
    full_ = true;
    return false;
  }
  rows.push_back(std::move(row));
  last_ = std::move(position);
  return true;
}

bool RowPage::Add(const std::string& key, const GrantRecord& record,
                  const std::optional<std::string>& share_arn) {
  const std::string half = key + kSecond;
  if (key <= after_ && after_ != half) return true;
  const auto with_share = [&](PermissionsRow row) {
    if (share_arn) row.additional_details.emplace().resource_share = {{*share_arn}};
    return row;
  };
  if (Joins(record)) {
    if (record.tag_key.empty()) {
      rows.back().resource->table_with_columns->column_names->push_back(record.column);
    } else {
      rows.back().resource->lf_tag->tag_values.push_back(record.tag_value);
    }
    last_ = key;
    return true;
  }
  if (record.partial()) {
    return Place(key, with_share(RowWith(record, ColumnsResource(record), record.permissions)));
  }
  const bool table = record.filter.empty() && (record.all_tables || !record.table.empty());
  Permissions rest = record.permissions;
  const bool select = table && rest.erase("SELECT") != 0;
  if (after_ != half && !rest.empty()) {
    if (!Place(select ? half : key, with_share(RowOf(record, rest)))) return false;
  }
  if (!select) return true;
  return Place(key, with_share(RowWith(record, ColumnsResource(record), {"SELECT"})));
}

std::optional<std::string> RowPage::next_token() const {
  if (!full_) return {};
  return TokenOf(last_);
}

Result<void> AddGrants(const LakeFormation& lakeformation, std::string_view region,
                       const std::vector<std::string>& prefixes,
                       const std::function<bool(const GrantRecord&)>& takes, RowPage& page) {
  const state::Snapshot snapshot = lakeformation.store.Read();
  const std::string& position = page.after();
  for (const std::string& prefix : prefixes) {
    // What lies before the position is out.
    if (position > prefix && !position.starts_with(prefix)) continue;
    FIRN_TRY(const bool more, AddUnder(lakeformation, snapshot, region, prefix, takes, page));
    if (!more) return {};
  }
  return {};
}

}  // namespace firn::services::lakeformation
