#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/lakeformation.h"
#include "authz/gate.h"
#include "services/lakeformation/lakeformation.h"

// The thing that a request's Resource names.
namespace firn::services::lakeformation {

struct Target {
  enum class Kind {
    kDefaultCatalog,
    kMount,
    kBucketCatalog,
    kDatabase,
    kTable,
    kAllTables,
    kLocation,
    kFilter,
    kTag,
    kPolicy,
    kExpression
  };
  Kind kind = Kind::kDefaultCatalog;
  AccountId owner;
  authz::LakeResource resource;       // for all tables, without a table
  bool with_columns = false;          // written as TableWithColumns
  std::vector<std::string> included;  // some columns; with `excluded` empty too, all of them
  std::vector<std::string> excluded;
  std::vector<std::string> tag_values;   // of kTag
  std::string policy_type;               // of kPolicy: DATABASE or TABLE
  std::vector<TagCondition> conditions;  // of kPolicy, unless it names a saved expression

  bool partial() const { return !included.empty() || !excluded.empty(); }
  Extent extent() const { return kind == Kind::kAllTables ? Extent::kAllTables : Extent::kThing; }
  // Whether it is a catalog, database or tables, which other accounts see through a share.
  bool catalog_object() const;
  // For decisions about granting, where a table named kAllTables stands for every table.
  authz::LakeResource Asked() const;
};

// Reads a Resource: exactly one member; catalog ids may leave out the account, which is then
// `account`. InvalidInputException otherwise.
Result<Target> ReadTarget(const AccountId& account, const api::lakeformation::Resource& resource);

// Databases, tables and columns are kept in lower case, as the Data Catalog keeps them.
Result<Target> ReadDatabaseTarget(const AccountId& account,
                                  const std::optional<std::string>& catalog_id,
                                  const std::string& database);
// The filter of a table; `name` empty means the table's filters.
struct FilterName {
  std::optional<std::string> catalog_id;
  std::optional<std::string> database;
  std::optional<std::string> table;
  std::optional<std::string> name;
};
Result<Target> ReadFilterTarget(const AccountId& account, const FilterName& filter);

// The table of an ARN in Glue: "arn:aws:glue:R:A:table/[catalog/]database/table".
Result<Target> ReadTableArn(const api::Call& call, const std::string& arn);

// The IAM permission to look at the thing, which granting and revoking need beside their own.
// Nothing for things of other accounts, whose owners' shares admit to them, and for what cannot be
// read.
authz::Needs LookNeeds(const api::Call& call, const std::optional<std::string>& catalog_id,
                       const std::optional<api::lakeformation::Resource>& resource);
authz::Needs LookNeeds(const api::Call& call, const Target& target);

// The permissions that may be granted on it (Lake Formation permissions reference).
const std::set<std::string>& ValidOn(const Target& target);

// The prefix of all grants on it.
std::string GrantsOnPrefix(std::string_view region, const Target& target);

}  // namespace firn::services::lakeformation
