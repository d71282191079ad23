// Reading the Resource of a request.

#include <algorithm>
#include <cctype>

#include "services/lakeformation/grants.h"
#include "services/lakeformation/limits.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

Unexpected NotOffered(std::string_view member) {
  return Fail(Error{Kind::kUnsupported,
                    "grants on Resource." + std::string(member) + " are not implemented",
                    "NotImplemented",
                    501,
                    {}});
}

// Databases, tables and columns are kept in lower case, as the Data Catalog keeps them.
std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

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
  target.location = location.resource_arn;
  return {};
}

}  // namespace

authz::LakeResource Target::Asked() const {
  authz::LakeResource asked = resource;
  if (kind == Kind::kAllTables) asked.table = kAllTables;
  return asked;
}

Result<Target> ReadTarget(const AccountId& account, const lf::Resource& resource) {
  const int members = resource.catalog.has_value() + resource.database.has_value() +
                      resource.table.has_value() + resource.table_with_columns.has_value() +
                      resource.data_location.has_value() + resource.data_cells_filter.has_value() +
                      resource.lf_tag.has_value() + resource.lf_tag_policy.has_value() +
                      resource.lf_tag_expression.has_value();
  if (members != 1) return lf::InvalidInputException("Resource must have exactly one member");
  if (resource.data_cells_filter) return NotOffered("DataCellsFilter");
  if (resource.lf_tag) return NotOffered("LFTag");
  if (resource.lf_tag_policy) return NotOffered("LFTagPolicy");
  if (resource.lf_tag_expression) return NotOffered("LFTagExpression");
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
  return target;
}

authz::Needs LookNeeds(const api::Call& call, const std::optional<std::string>& catalog_id,
                       const std::optional<lf::Resource>& resource) {
  const auto account = AccountOf(call, catalog_id);
  if (!account || !resource) return {};
  const auto target = ReadTarget(*account, *resource);
  if (!target || target->owner != call.account) return {};
  const bool catalog =
      target->kind == Target::Kind::kMount || target->kind == Target::Kind::kBucketCatalog;
  if (target->kind == Target::Kind::kDefaultCatalog || target->kind == Target::Kind::kLocation)
    return {};
  const bool database = target->kind == Target::Kind::kDatabase;
  const std::string action = catalog    ? "glue:GetCatalog"
                             : database ? "glue:GetDatabase"
                                        : "glue:GetTable";
  authz::Needs needs;
  const auto need = [&](const std::string& name) {
    needs.push_back({action, Arn::Of("glue", call.region, target->owner, name).text(), {}, {}});
  };
  need("catalog");
  std::string path;
  if (const size_t colon = target->resource.catalog.find(':'); colon != std::string::npos) {
    path = target->resource.catalog.substr(colon + 1);
    if (const size_t slash = path.find('/'); slash != std::string::npos)
      need("catalog/" + path.substr(0, slash));
    need("catalog/" + path);
    path += "/";
  }
  if (catalog) return needs;
  path += target->resource.database;
  need("database/" + path);
  if (!database)
    need("table/" + path + "/" + (target->resource.table.empty() ? "*" : target->resource.table));
  return needs;
}

}  // namespace firn::services::lakeformation
