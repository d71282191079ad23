#include "services/lakeformation/filters.h"

#include <algorithm>

#include "base/digest.h"
#include "base/encoding.h"
#include "services/lakeformation/limits.h"
#include "services/lakeformation/predicate.h"
#include "services/lakeformation/tags.h"

namespace firn::services::lakeformation {

namespace lf = api::lakeformation;

namespace {

FilterName NameOf(const lf::DataCellsFilter& filter) {
  return {filter.table_catalog_id, filter.database_name, filter.table_name, filter.name};
}

// Names that engines give to columns of their own.
bool IsRestricted(const std::string& name) {
  static const std::set<std::string> kNames = {
      "ctid",     "oid",       "xmin",      "cmin",      "xmax",          "cmax",
      "tableoid", "insertxid", "deletexid", "importoid", "redcatuniqueid"};
  return kNames.contains(name);
}

Result<void> CheckColumn(const CatalogObject& table, const std::string& name) {
  const std::string outer = name.substr(0, name.find('.'));
  const auto depth = static_cast<size_t>(std::count(name.begin(), name.end(), '.')) + 1;
  if (depth > kNestedColumnDepthMax || name.ends_with('.') || name.starts_with('.')) {
    return lf::InvalidInputException("Invalid column: " + name);
  }
  if (IsRestricted(outer)) return lf::InvalidInputException("Restricted column: " + name);
  if (std::find(table.columns.begin(), table.columns.end(), outer) == table.columns.end()) {
    return lf::InvalidInputException("Column not found: " + name);
  }
  return {};
}

Result<void> CheckColumns(const CatalogObject& table, std::vector<std::string>& names) {
  if (names.size() > kColumnsMax) return lf::InvalidInputException("Too many columns");
  std::set<std::string> seen;
  for (std::string& name : names) {
    name = Lower(std::move(name));
    FIRN_OK(CheckColumn(table, name));
    if (!seen.insert(name).second) {
      return lf::InvalidInputException("Column occurs twice: " + name);
    }
  }
  return {};
}

Result<void> CheckRows(const CatalogObject& table, const std::optional<lf::RowFilter>& rows) {
  const bool expression = rows && rows->filter_expression && !rows->filter_expression->empty();
  const bool every = rows && rows->all_rows_wildcard.has_value();
  if (expression == every) {
    return lf::InvalidInputException(
        "Exactly one of FilterExpression and AllRowsWildcard must be given for the row filter");
  }
  if (!expression) return {};
  FIRN_TRY(const auto columns, ReadPredicate(*rows->filter_expression));
  for (const std::string& column : columns) FIRN_OK(CheckColumn(table, column));
  return {};
}

}  // namespace

Result<NewFilter> ReadFilter(LakeFormation& lakeformation, const api::Call& call,
                             const lf::DataCellsFilter& given) {
  NewFilter read;
  FIRN_TRY(read.target, ReadFilterTarget(call.account, NameOf(given)));
  const authz::LakeResource named{read.target.resource.catalog, read.target.resource.database,
                                  read.target.resource.table};
  FIRN_TRY(const auto table, lakeformation.catalogs.FindObject(call.region.text(), named));
  if (!table) return lf::EntityNotFoundException("Table not found.");
  if (table->link) {
    return lf::InvalidInputException("Data cells filters cannot be created on resource links");
  }
  lf::DataCellsFilter& filter = read.filter = given;
  filter.table_catalog_id = read.target.resource.catalog;
  filter.database_name = read.target.resource.database;
  filter.table_name = read.target.resource.table;
  const bool listed = filter.column_names && !filter.column_names->empty();
  if (listed == filter.column_wildcard.has_value()) {
    return lf::InvalidInputException(
        "Exactly one of ColumnNames and ColumnWildcard must be given for a data cells filter");
  }
  if (listed) FIRN_OK(CheckColumns(*table, *filter.column_names));
  if (!listed && filter.column_wildcard->excluded_column_names) {
    FIRN_OK(CheckColumns(*table, *filter.column_wildcard->excluded_column_names));
  }
  FIRN_OK(CheckRows(*table, filter.row_filter));
  return read;
}

std::string VersionOf(const api::Call& call, const lf::DataCellsFilter& filter) {
  const std::string digest =
      HexEncode(Sha256(call.request_id + FormatIso8601(call.now) + filter.name));
  // Written like a UUID, as versions of AWS are.
  return digest.substr(0, 8) + "-" + digest.substr(8, 4) + "-4" + digest.substr(13, 3) + "-8" +
         digest.substr(17, 3) + "-" + digest.substr(20, 12);
}

authz::Needs FilterNeeds(const api::Call& call, std::string_view action,
                         const lf::DataCellsFilter& filter) {
  authz::Needs needs = {{std::string(action), "*", {}, {}}};
  const auto target = ReadFilterTarget(call.account, NameOf(filter));
  if (!target) return needs;  // the operation refuses it
  authz::LakeNeed need{
      "SELECT", {target->resource.catalog, target->resource.database, target->resource.table}};
  need.hold = authz::LakeHold::kGrantable;
  needs.front().lake = std::move(need);
  for (auto& look : LookNeeds(call, *target)) needs.push_back(std::move(look));
  return needs;
}

authz::Needs FilterNeeds(const api::Call& call, std::string_view action, const FilterName& name,
                         std::string_view permission) {
  authz::Needs needs = {{std::string(action), "*", {}, {}}};
  const auto target = ReadFilterTarget(call.account, name);
  if (!target) return needs;  // the operation refuses it
  needs.front().lake = authz::LakeNeed{std::string(permission), target->resource};
  for (auto& look : LookNeeds(call, *target)) needs.push_back(std::move(look));
  return needs;
}

Result<FilterRecord> FindFilter(const state::Reader& reader, const api::Call& call,
                                const Target& target) {
  FIRN_TRY(auto record,
           state::Load<FilterRecord>(reader, FilterKey(call.region.text(), target.resource)));
  if (!record) {
    return lf::EntityNotFoundException("Data cells filter " + target.resource.filter +
                                       " not found.");
  }
  return *std::move(record);
}

}  // namespace firn::services::lakeformation
