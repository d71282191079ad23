#include "services/lakeformation/target.h"

#include <algorithm>
#include <cctype>

#include "services/lakeformation/limits.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

std::vector<std::string> Lowered(const std::vector<std::string>& names) {
  std::vector<std::string> lowered;
  for (const std::string& name : names) lowered.push_back(Lower(name));
  std::sort(lowered.begin(), lowered.end());
  lowered.erase(std::unique(lowered.begin(), lowered.end()), lowered.end());
  return lowered;
}

bool IsName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

// "A", "A:mount", "A:mount/bucket", the latter two also without the account.
Result<void> ReadCatalog(const AccountId& account, const std::optional<std::string>& id,
                         Target& target) {
  target.owner = account;
  target.resource.catalog = account.text();
  target.kind = Target::Kind::kDefaultCatalog;
  if (!id || id->empty()) return {};
  const auto invalid = [&] {
    return lf::InvalidInputException("Invalid catalog id: " + id->substr(0, 255));
  };
  std::string_view rest = *id;
  if (auto owner = AccountId::Parse(rest.substr(0, rest.find(':')))) {
    target.owner = *owner;
    target.resource.catalog = owner->text();
    if (rest.size() == owner->text().size()) return {};
    rest.remove_prefix(owner->text().size() + 1);
  }
  const size_t slash = rest.find('/');
  const std::string_view mount = rest.substr(0, slash);
  const bool digits =
      std::all_of(mount.begin(), mount.end(), [](unsigned char c) { return std::isdigit(c); });
  if (!IsName(mount) || digits) return invalid();
  target.kind = Target::Kind::kMount;
  if (slash != std::string_view::npos) {
    if (!IsName(rest.substr(slash + 1))) return invalid();
    target.kind = Target::Kind::kBucketCatalog;
  }
  target.resource.catalog += ":" + std::string(rest);
  return {};
}

Result<void> ReadDatabase(const std::string& name, Target& target) {
  if (name.empty()) return lf::InvalidInputException("Database name cannot be empty");
  if (target.kind == Target::Kind::kMount) {
    return lf::InvalidInputException(
        "Databases are in a table bucket's catalog: " + target.resource.catalog + "/<bucket>");
  }
  target.resource.database = Lower(name);
  target.kind = Target::Kind::kDatabase;
  return {};
}

Result<void> ReadTable(const lf::TableResource& table, Target& target) {
  FIRN_OK(ReadDatabase(table.database_name, target));
  const bool everything = table.table_wildcard.has_value();
  const bool named = table.name.has_value() && !(everything && *table.name == kAllTables);
  if (everything == named || (named && table.name->empty())) {
    return lf::InvalidInputException(
        "Exactly one of Name and TableWildcard must be given for a table");
  }
  target.kind = everything ? Target::Kind::kAllTables : Target::Kind::kTable;
  if (named) target.resource.table = Lower(*table.name);
  return {};
}

Result<void> ReadColumns(const lf::TableWithColumnsResource& table, Target& target) {
  FIRN_OK(ReadDatabase(table.database_name, target));
  target.with_columns = true;
  const bool named = table.column_names && !table.column_names->empty();
  if (named == table.column_wildcard.has_value()) {
    return lf::InvalidInputException(
        "Exactly one of ColumnNames and ColumnWildcard must be given for a table");
  }
  if (table.name.empty()) return lf::InvalidInputException("Table name cannot be empty");
  if (named) {
    target.included = Lowered(*table.column_names);
  } else if (table.column_wildcard->excluded_column_names) {
    target.excluded = Lowered(*table.column_wildcard->excluded_column_names);
  }
  if (target.included.size() > kColumnsMax || target.excluded.size() > kColumnsMax) {
    return lf::InvalidInputException("Too many columns in one grant");
  }
  if (table.name == kAllTables) {
    if (target.partial())
      return lf::InvalidInputException("Columns of all tables cannot be granted");
    target.kind = Target::Kind::kAllTables;
    return {};
  }
  target.kind = Target::Kind::kTable;
  target.resource.table = Lower(table.name);
  return {};
}

Result<void> ReadLocation(const AccountId& account, const lf::DataLocationResource& location,
                          Target& target) {
  const auto owner =
      location.catalog_id ? AccountId::Parse(*location.catalog_id) : Result<AccountId>(account);
  if (!owner) return lf::InvalidInputException("Catalog id must be a valid AWS account id.");
  const auto arn = Arn::Parse(location.resource_arn);
  if (!arn || (arn->service != "s3" && arn->service != "s3tables")) {
    return lf::InvalidInputException("Invalid data location: " + location.resource_arn);
  }
  target.owner = *owner;
  target.resource.catalog = owner->text();
  target.kind = Target::Kind::kLocation;
  target.resource.location = location.resource_arn;
  return {};
}

// The catalog of tags, policies and saved expressions, which are all of an account's.
Result<void> ReadAccount(const AccountId& account, const std::optional<std::string>& id,
                         Target& target) {
  FIRN_OK(ReadCatalog(account, id, target));
  if (target.kind == Target::Kind::kDefaultCatalog) return {};
  return lf::InvalidInputException("Catalog id must be a valid AWS account id.");
}

Result<void> ReadTag(const AccountId& account, const lf::LFTagKeyResource& tag, Target& target) {
  FIRN_OK(ReadAccount(account, tag.catalog_id, target));
  FIRN_TRY(const TagValues read, ReadTagValues(tag.tag_key, tag.tag_values));
  target.kind = Target::Kind::kTag;
  target.resource.tag_key = read.key;
  target.tag_values = read.values;
  return {};
}

Result<void> ReadPolicy(const AccountId& account, const lf::LFTagPolicyResource& policy,
                        Target& target) {
  FIRN_OK(ReadAccount(account, policy.catalog_id, target));
  const bool listed = policy.expression && !policy.expression->empty();
  if (listed == policy.expression_name.has_value()) {
    return lf::InvalidInputException(
        "Exactly one of Expression and ExpressionName must be given for an LF-tag policy");
  }
  target.kind = Target::Kind::kPolicy;
  target.policy_type = policy.resource_type;
  if (listed) {
    FIRN_TRY(target.conditions, ReadConditions(*policy.expression));
  } else {
    target.resource.expression = *policy.expression_name;
  }
  return {};
}

Result<void> ReadFilter(const AccountId& account, const FilterName& filter, Target& target) {
  for (const auto* part : {&filter.database, &filter.table, &filter.name}) {
    if (!*part || (*part)->empty()) {
      return lf::InvalidInputException(
          "A data cells filter is named by its database, its table and its name");
    }
  }
  lf::TableResource table;
  table.catalog_id = filter.catalog_id;
  table.database_name = *filter.database;
  table.name = filter.table;
  FIRN_OK(ReadCatalog(account, filter.catalog_id, target));
  FIRN_OK(ReadTable(table, target));
  target.kind = Target::Kind::kFilter;
  target.resource.filter = *filter.name;
  return {};
}

}  // namespace

authz::LakeResource Target::Asked() const {
  authz::LakeResource asked = resource;
  if (kind == Kind::kAllTables) asked.table = kAllTables;
  return asked;
}

bool Target::catalog_object() const {
  switch (kind) {
    case Kind::kDefaultCatalog:
    case Kind::kMount:
    case Kind::kBucketCatalog:
    case Kind::kDatabase:
    case Kind::kTable:
    case Kind::kAllTables: return true;
    case Kind::kLocation:
    case Kind::kFilter:
    case Kind::kTag:
    case Kind::kPolicy:
    case Kind::kExpression: return false;
  }
  return false;
}

Result<Target> ReadDatabaseTarget(const AccountId& account,
                                  const std::optional<std::string>& catalog_id,
                                  const std::string& database) {
  Target target;
  FIRN_OK(ReadCatalog(account, catalog_id, target));
  FIRN_OK(ReadDatabase(database, target));
  return target;
}

Result<Target> ReadFilterTarget(const AccountId& account, const FilterName& filter) {
  Target target;
  FIRN_OK(ReadFilter(account, filter, target));
  return target;
}

Result<Target> ReadTableArn(const api::Call& call, const std::string& text) {
  const auto invalid = [&] { return lf::InvalidInputException("Invalid table ARN: " + text); };
  const auto arn = Arn::Parse(text);
  if (!arn || arn->partition != "aws" || arn->service != "glue" ||
      arn->region != call.region.text() || !arn->resource.starts_with("table/")) {
    return invalid();
  }
  const auto owner = AccountId::Parse(arn->account);
  if (!owner) return invalid();
  const std::string path = arn->resource.substr(6);
  const size_t table = path.rfind('/');
  if (table == std::string::npos || table + 1 == path.size()) return invalid();
  const size_t database = path.rfind('/', table - 1);
  lf::TableResource resource;
  resource.name = path.substr(table + 1);
  if (database == std::string::npos) {
    resource.database_name = path.substr(0, table);
  } else {
    resource.catalog_id = owner->text() + ":" + path.substr(0, database);
    resource.database_name = path.substr(database + 1, table - database - 1);
  }
  lf::Resource named;
  named.table = std::move(resource);
  return ReadTarget(*owner, named);
}

const std::set<std::string>& ValidOn(const Target& target) {
  using Words = std::set<std::string>;
  static const Words kDefaultCatalog = {"CREATE_DATABASE", "CREATE_CATALOG", "CREATE_LF_TAG",
                                        "CREATE_LF_TAG_EXPRESSION"};
  static const Words kMount = {"ALL",      "SUPER_USER", "ALTER",         "CREATE_DATABASE",
                               "DESCRIBE", "DROP",       "CREATE_CATALOG"};
  static const Words kBucketCatalog = {"ALL",      "SUPER_USER", "ALTER", "CREATE_DATABASE",
                                       "DESCRIBE", "DROP"};
  static const Words kDatabase = {"ALL", "ALTER", "CREATE_TABLE", "DESCRIBE", "DROP"};
  static const Words kTable = {"ALL", "ALTER", "DELETE", "DESCRIBE", "DROP", "INSERT", "SELECT"};
  static const Words kColumns = {"SELECT"};
  static const Words kLocation = {"DATA_LOCATION_ACCESS"};
  static const Words kFilter = {"DESCRIBE", "DROP", "SELECT"};
  static const Words kTag = {"ALTER", "ASSOCIATE", "DESCRIBE", "DROP",
                             "GRANT_WITH_LF_TAG_EXPRESSION"};
  static const Words kTagValue = {"ASSOCIATE", "DESCRIBE", "GRANT_WITH_LF_TAG_EXPRESSION"};
  static const Words kExpression = {"ALTER", "DESCRIBE", "DROP", "GRANT_WITH_LF_TAG_EXPRESSION"};
  if (target.with_columns) return kColumns;
  switch (target.kind) {
    case Target::Kind::kDefaultCatalog: return kDefaultCatalog;
    case Target::Kind::kMount: return kMount;
    case Target::Kind::kBucketCatalog: return kBucketCatalog;
    case Target::Kind::kDatabase: return kDatabase;
    case Target::Kind::kTable:
    case Target::Kind::kAllTables: return kTable;
    case Target::Kind::kLocation: return kLocation;
    case Target::Kind::kFilter: return kFilter;
    // A key is changed and dropped as a whole.
    case Target::Kind::kTag:
      return target.tag_values == std::vector<std::string>{"*"} ? kTag : kTagValue;
    case Target::Kind::kPolicy: return target.policy_type == "TABLE" ? kTable : kDatabase;
    case Target::Kind::kExpression: return kExpression;
  }
  return kColumns;
}

std::string GrantsOnPrefix(std::string_view region, const Target& target) {
  const std::string_view owner = target.owner.text();
  switch (target.kind) {
    case Target::Kind::kTag: return TagGrantPrefix(owner, region, target.resource.tag_key);
    case Target::Kind::kPolicy:
      return target.conditions.empty()
                 ? NamedPolicyGrantPrefix(owner, region, target.policy_type,
                                          target.resource.expression)
                 : PolicyGrantPrefix(owner, region, target.policy_type, target.conditions);
    case Target::Kind::kExpression:
      return ExpressionGrantPrefix(owner, region, target.resource.expression);
    case Target::Kind::kDefaultCatalog:
    case Target::Kind::kMount:
    case Target::Kind::kBucketCatalog:
    case Target::Kind::kDatabase:
    case Target::Kind::kTable:
    case Target::Kind::kAllTables:
    case Target::Kind::kLocation:
    case Target::Kind::kFilter: break;
  }
  return ThingPrefix(region, target.resource, target.extent());
}

Result<Target> ReadTarget(const AccountId& account, const lf::Resource& resource) {
  const int members = resource.catalog.has_value() + resource.database.has_value() +
                      resource.table.has_value() + resource.table_with_columns.has_value() +
                      resource.data_location.has_value() + resource.data_cells_filter.has_value() +
                      resource.lf_tag.has_value() + resource.lf_tag_policy.has_value() +
                      resource.lf_tag_expression.has_value();
  if (members != 1) return lf::InvalidInputException("Resource must have exactly one member");
  Target target;
  if (resource.catalog) FIRN_OK(ReadCatalog(account, resource.catalog->id, target));
  if (resource.database) {
    FIRN_OK(ReadCatalog(account, resource.database->catalog_id, target));
    FIRN_OK(ReadDatabase(resource.database->name, target));
  }
  if (resource.table) {
    FIRN_OK(ReadCatalog(account, resource.table->catalog_id, target));
    FIRN_OK(ReadTable(*resource.table, target));
  }
  if (resource.table_with_columns) {
    FIRN_OK(ReadCatalog(account, resource.table_with_columns->catalog_id, target));
    FIRN_OK(ReadColumns(*resource.table_with_columns, target));
  }
  if (resource.data_location) FIRN_OK(ReadLocation(account, *resource.data_location, target));
  if (resource.data_cells_filter) {
    const auto& filter = *resource.data_cells_filter;
    FIRN_OK(ReadFilter(
        account, {filter.table_catalog_id, filter.database_name, filter.table_name, filter.name},
        target));
  }
  if (resource.lf_tag) FIRN_OK(ReadTag(account, *resource.lf_tag, target));
  if (resource.lf_tag_policy) FIRN_OK(ReadPolicy(account, *resource.lf_tag_policy, target));
  if (resource.lf_tag_expression) {
    FIRN_OK(ReadAccount(account, resource.lf_tag_expression->catalog_id, target));
    target.kind = Target::Kind::kExpression;
    target.resource.expression = resource.lf_tag_expression->name;
  }
  return target;
}

authz::Needs LookNeeds(const api::Call& call, const Target& target) {
  if (target.owner != call.account) return {};
  std::string action;
  switch (target.kind) {
    case Target::Kind::kDefaultCatalog:
    case Target::Kind::kLocation:
    case Target::Kind::kTag:
    case Target::Kind::kPolicy:
    case Target::Kind::kExpression: return {};
    case Target::Kind::kMount:
    case Target::Kind::kBucketCatalog: action = "glue:GetCatalog"; break;
    case Target::Kind::kDatabase: action = "glue:GetDatabase"; break;
    case Target::Kind::kTable:
    case Target::Kind::kAllTables:
    case Target::Kind::kFilter: action = "glue:GetTable"; break;
  }
  authz::Needs needs;
  const auto need = [&](const std::string& name) {
    needs.push_back({action, Arn::Of("glue", call.region, target.owner, name).text(), {}, {}});
  };
  need("catalog");
  std::string path;
  if (const size_t colon = target.resource.catalog.find(':'); colon != std::string::npos) {
    path = target.resource.catalog.substr(colon + 1);
    if (const size_t slash = path.find('/'); slash != std::string::npos)
      need("catalog/" + path.substr(0, slash));
    need("catalog/" + path);
    path += "/";
  }
  if (action == "glue:GetCatalog") return needs;
  path += target.resource.database;
  need("database/" + path);
  if (action == "glue:GetTable")
    need("table/" + path + "/" + (target.resource.table.empty() ? "*" : target.resource.table));
  return needs;
}

authz::Needs LookNeeds(const api::Call& call, const std::optional<std::string>& catalog_id,
                       const std::optional<lf::Resource>& resource) {
  const auto account = AccountOf(call, catalog_id);
  if (!account || !resource) return {};
  const auto target = ReadTarget(*account, *resource);
  if (!target) return {};
  return LookNeeds(call, *target);
}

}  // namespace firn::services::lakeformation
