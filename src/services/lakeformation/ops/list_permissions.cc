// ListPermissions: who holds what, a row for each principal and thing.
//
// SELECT on a whole table is a row of its own, TableWithColumns with ColumnWildcard, beside the
// Table row of the rest. Administrators see everything of their account; others see what they hold.
//
// Differs from AWS: the rights that administrators have without a grant are no rows; whoever holds
// a grant option does not see what others hold; IncludeRelated adds nothing.

#include <algorithm>

#include "services/lakeformation/grants.h"
#include "services/lakeformation/lakeformation.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/ops.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

using Row = lf::PrincipalResourcePermissions;
using Permissions = std::set<std::string>;

struct Placed {
  std::string position;  // rows order by it
  Row row;
};

// What of the account's grants is asked for.
struct Question {
  AccountId owner;
  std::string region;
  std::string prefix;
  std::optional<std::string> principal;
  std::optional<std::string> type;
  std::optional<Target> target;
};

std::string_view TypeOf(const GrantRecord& record) {
  using Type = lf::DataLakeResourceType;
  if (!record.location.empty()) return Type::kDataLocation;
  if (record.all_tables || !record.table.empty()) return Type::kTable;
  return record.database.empty() ? Type::kCatalog : Type::kDatabase;
}

lf::Resource WholeResource(const GrantRecord& record) {
  lf::Resource resource;
  if (!record.location.empty()) {
    auto& location = resource.data_location.emplace();
    location.catalog_id = record.catalog;
    location.resource_arn = record.location;
  } else if (record.all_tables || !record.table.empty()) {
    auto& table = resource.table.emplace();
    table.catalog_id = record.catalog;
    table.database_name = record.database;
    table.name = record.all_tables ? std::string(kAllTables) : record.table;
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
  table.name = record.all_tables ? std::string(kAllTables) : record.table;
  if (!record.column.empty()) {
    table.column_names = {{record.column}};
  } else {
    auto& wildcard = table.column_wildcard.emplace();
    if (!record.excluded.empty()) wildcard.excluded_column_names = record.excluded;
  }
  return resource;
}

Row RowOf(const GrantRecord& record, lf::Resource resource, const Permissions& permissions) {
  Row row;
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

// Columns granted one by one are one row, as long as their grant options agree.
bool Joins(const GrantRecord& record, const std::vector<Placed>& rows) {
  if (record.column.empty() || rows.empty()) return false;
  const Row& last = rows.back().row;
  if (!last.resource->table_with_columns || !last.resource->table_with_columns->column_names)
    return false;
  const auto& table = *last.resource->table_with_columns;
  return last.principal->data_lake_principal_identifier == record.principal &&
         table.catalog_id == record.catalog && table.database_name == record.database &&
         table.name == record.table &&
         last.permissions_with_grant_option->empty() == record.grantable.empty();
}

void AddRows(const std::string& key, const GrantRecord& record, std::vector<Placed>& rows) {
  if (Joins(record, rows)) {
    rows.back().row.resource->table_with_columns->column_names->push_back(record.column);
    return;
  }
  if (record.partial()) {
    rows.push_back({key, RowOf(record, ColumnsResource(record), record.permissions)});
    return;
  }
  Permissions rest = record.permissions;
  const bool select = rest.erase("SELECT") != 0;
  if (!rest.empty()) rows.push_back({key, RowOf(record, WholeResource(record), rest)});
  if (select) rows.push_back({key + "s", RowOf(record, ColumnsResource(record), {"SELECT"})});
}

Result<Question> ReadQuestion(LakeFormation& lakeformation, const api::Call& call,
                              const lf::ListPermissionsInput& input) {
  Question question;
  FIRN_TRY(question.owner, AccountOf(call, input.catalog_id));
  question.region = call.region.text();
  question.type = input.resource_type;
  if (input.principal) {
    FIRN_TRY(const Grantee grantee, ParseGrantee(input.principal->data_lake_principal_identifier));
    question.principal = grantee.name;
    if (!input.resource) {
      return lf::InvalidInputException("Resource is mandatory if Principal is set in the input");
    }
  }
  question.prefix = GrantPrefix(question.owner.text(), question.region);
  if (!input.resource) return question;
  if (input.resource->table_with_columns) {
    return lf::InvalidInputException("TableWithColumns cannot be listed; ask for the Table");
  }
  FIRN_TRY(question.target, ReadTarget(question.owner, *input.resource));
  const Target& target = *question.target;
  question.owner = target.owner;
  question.prefix = GrantPrefix(question.owner.text(), question.region);
  if (target.kind == Target::Kind::kLocation) {
    state::AppendKeyPart(question.prefix, target.location);
    return question;
  }
  const bool tables = target.kind == Target::Kind::kAllTables;
  question.prefix =
      ThingPrefix(question.region, target.resource, tables ? Extent::kAllTables : Extent::kThing);
  if (!tables && target.kind != Target::Kind::kTable) return question;
  FIRN_TRY(const auto database,
           lakeformation.catalogs.FindObject(
               question.region, {target.resource.catalog, target.resource.database, ""}));
  if (database && database->link) {
    return lf::InvalidInputException(
        "Database cannot be a link for this operation when called on a table.");
  }
  return question;
}

// Which grants of the account the caller may know about.
class Sight {
 public:
  static Result<Sight> Of(const LakeFormation& lakeformation, const api::Call& call,
                          const Question& question) {
    Sight sight(call.principal);
    FIRN_TRY(const auto settings, lakeformation.SettingsOf(call.account, question.region));
    const bool administers = call.principal.kind == authz::Principal::Kind::kRoot ||
                             Lists(settings.admins, call.principal) ||
                             Lists(settings.read_only_admins, call.principal);
    sight.everything_ = administers && call.account == question.owner;
    sight.shares_ = administers;
    return sight;
  }

  bool Sees(const GrantRecord& record) const {
    if (everything_ || authz::CoveredBy(record.principal, principal_)) return true;
    if (!shares_) return false;
    const auto grantee = ParseGrantee(record.principal);
    return grantee && grantee->kind == Grantee::Kind::kAccount &&
           grantee->account == principal_.account;
  }

 private:
  explicit Sight(const authz::Principal& principal) : principal_(principal) {}
  static bool Lists(const std::vector<std::string>& admins, const authz::Principal& principal) {
    return std::any_of(admins.begin(), admins.end(), [&](const std::string& name) {
      return name != authz::kIamAllowedPrincipals && authz::CoveredBy(name, principal);
    });
  }

  authz::Principal principal_;
  bool everything_ = false;
  bool shares_ = false;  // administers another account, which sees what is shared with it
};

// The default of catalogs in IAM mode is no record; a question about one database or table shows
// it.
Result<void> AddIamDefault(const LakeFormation& lakeformation, const Question& question,
                           std::vector<Placed>& rows) {
  if (!question.target || question.target->resource.database.empty()) return {};
  const Target& target = *question.target;
  if (question.principal && *question.principal != authz::kIamAllowedPrincipals) return {};
  if (question.type &&
      *question.type != (target.kind == Target::Kind::kDatabase ? "DATABASE" : "TABLE"))
    return {};
  FIRN_TRY(const bool iam_only, lakeformation.UsesIamOnly(target.Asked(), question.region));
  if (!iam_only) return {};
  GrantRecord record;
  record.principal = std::string(authz::kIamAllowedPrincipals);
  record.catalog = target.resource.catalog;
  record.database = target.resource.database;
  record.table = target.resource.table;
  record.all_tables = target.kind == Target::Kind::kAllTables;
  record.permissions = {"ALL"};
  for (const Placed& placed : rows) {
    if (placed.row.principal->data_lake_principal_identifier == record.principal) return {};
  }
  Row row = RowOf(record, WholeResource(record), record.permissions);
  row.last_updated.reset();
  rows.insert(rows.begin(), {question.prefix, std::move(row)});
  return {};
}

}  // namespace

authz::Needs NeedsFor(const LakeFormation&, const api::Call&, const lf::ListPermissionsInput&) {
  return {{"lakeformation:ListPermissions", "*", {}, {}}};
}

Result<lf::ListPermissionsOutput> Handle(LakeFormation& lakeformation, const api::Call& call,
                                         const lf::ListPermissionsInput& input) {
  FIRN_TRY(const Question question, ReadQuestion(lakeformation, call, input));
  FIRN_TRY(const std::string after, PositionOf(input.next_token));
  FIRN_TRY(const Sight sight, Sight::Of(lakeformation, call, question));
  std::vector<Placed> rows;
  FIRN_TRY(const auto records,
           state::List<GrantRecord>(lakeformation.store.Read(), question.prefix, "", SIZE_MAX));
  for (const auto& item : records.items) {
    const GrantRecord& record = *item.value;
    if (question.principal && record.principal != *question.principal) continue;
    if (question.type && TypeOf(record) != *question.type) continue;
    if (sight.Sees(record)) AddRows(item.key, record, rows);
  }
  FIRN_OK(AddIamDefault(lakeformation, question, rows));
  const size_t limit = input.max_results ? static_cast<size_t>(*input.max_results) : kPageRows;
  lf::ListPermissionsOutput output;
  auto& list = output.principal_resource_permissions.emplace();
  std::string last;
  for (Placed& placed : rows) {
    if (placed.position <= after) continue;
    if (list.size() == limit) {
      output.next_token = TokenOf(last);
      break;
    }
    last = placed.position;
    list.push_back(std::move(placed.row));
  }
  return output;
}

}  // namespace firn::services::lakeformation
