#pragma once

#include "services/glue/glue.h"

namespace firn::services::glue {

// Where a table is that a request names, after following at most one link: that of its database or
// its own.
struct TablePlace {
  enum class Through { kNothing, kDatabaseLink, kTableLink };
  CatalogRef catalog;
  std::string database;
  std::string table;
  Through through = Through::kNothing;
  bool second_link = false;  // what the database's link leads to is a link again, not followed
};

// EntityNotFoundException when the database is missing; whether the table exists is not asked.
Result<TablePlace> FindPlace(const Glue& glue, const api::Call& call,
                             const std::optional<std::string>& catalog_id,
                             const std::string& database, const std::string& table);

// The same for what changes a table in the default catalog or lies beside it, such as partitions.
// InvalidInputException for a link behind a link, OperationNotSupportedException for a table of a
// federated catalog.
Result<TablePlace> FindLocalPlace(const Glue& glue, const api::Call& call,
                                  const std::optional<std::string>& catalog_id,
                                  const std::string& database, const std::string& table);

// What an action needs that reaches through a table's link: seeing the link, and the action on the
// table it leads to, in whatever account that lies.
authz::Needs NeedsOnTable(const Glue& glue, const api::Call& call,
                          const std::optional<std::string>& catalog_id, std::string_view action,
                          const std::string& database, const std::string& table,
                          std::string_view lake_permission);

// What GetTable shows of a table link: the target's storage, columns, type and parameters under the
// link's own names (Lake Formation developer guide, "How resource links work with AWS Glue APIs").
// Needs rights on the target as well.
Result<api::glue::Table> FollowTableLink(const Glue& glue, const api::Call& call,
                                         const api::glue::Table& link);
api::glue::Table ShownThrough(const api::glue::Table& link, const api::glue::Table& target);

// What GetDatabase shows of a database link: the target's properties where the caller may see it,
// else the link's own. What is no link stays as it is.
Result<api::glue::Database> FollowDatabaseLink(const Glue& glue, const api::Call& call,
                                               api::glue::Database database);

}  // namespace firn::services::glue
