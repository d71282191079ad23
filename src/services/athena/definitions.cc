#include "services/athena/definitions.h"

#include <algorithm>

namespace firn::services::athena {
namespace {

namespace api_glue = api::glue;

// A result of texts.
class TextRows {
 public:
  explicit TextRows(const std::vector<std::string>& names) {
    columnar::Schema schema;
    for (const std::string& name : names) {
      schema.push_back({name, static_cast<int>(schema.size()) + 1, false,
                        columnar::ColumnType::Of(columnar::TypeId::kString)});
      columns_.push_back({name, "string", 0, 0});
    }
    rows_.emplace(std::move(schema));
  }
  void Add(const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) rows_->column(i).AppendText(cells[i]);
  }
  columnar::QueryResult Take() && { return {std::move(columns_), std::move(*rows_)}; }

 private:
  std::vector<columnar::ResultColumn> columns_;
  std::optional<columnar::Batch> rows_;
};

// Hive's patterns: * for any characters, | between alternatives; without regard to case.
bool MatchesOne(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    for (size_t i = 0; i <= name.size(); ++i) {
      if (MatchesOne(pattern.substr(1), name.substr(i))) return true;
    }
    return false;
  }
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return !name.empty() && lower(pattern[0]) == lower(name[0]) &&
         MatchesOne(pattern.substr(1), name.substr(1));
}

bool Matches(std::string_view pattern, std::string_view name) {
  constexpr size_t kStarsMax = 8;  // more would only make matching slow
  if (pattern.empty()) return true;
  if (static_cast<size_t>(std::count(pattern.begin(), pattern.end(), '*')) > kStarsMax)
    return false;
  while (true) {
    const size_t bar = pattern.find('|');
    if (MatchesOne(pattern.substr(0, bar), name)) return true;
    if (bar == std::string_view::npos) return false;
    pattern.remove_prefix(bar + 1);
  }
}

Unexpected Failed(Error error, const std::string& not_found) {
  switch (error.kind) {
    case Kind::kNotFound: error.message = not_found; break;
    case Kind::kDenied:
      error.message = "Insufficient permissions to execute the query. " + error.message;
      break;
    case Kind::kExists:
    case Kind::kInvalid: error.message = "FAILED: SemanticException " + error.message; break;
    default: break;
  }
  return Fail(std::move(error));
}

std::string NoDatabase(const std::string& name) {
  return "SCHEMA_NOT_FOUND: Schema '" + name + "' does not exist";
}

Result<void> CreateDatabase(api::Glue& glue, const api::Call& call, const Statement& statement,
                            const NameContext& context) {
  api_glue::CreateDatabaseInput input;
  input.catalog_id = context.glue_catalog;
  input.database_input.name = statement.database;
  if (!statement.comment.empty()) input.database_input.description = statement.comment;
  auto made = glue.CreateDatabase(call, input);
  if (made || (statement.forgiving && made.error().kind == Kind::kExists)) return {};
  if (made.error().kind == Kind::kExists) {
    return Fail(Kind::kExists,
                "FAILED: SemanticException Database " + statement.database + " already exists");
  }
  return Failed(std::move(made).error(), "CATALOG_NOT_FOUND: the catalog does not exist");
}

// Glue drops a database with its tables; Athena does not.
Result<void> DropDatabase(api::Glue& glue, const api::Call& call, const Statement& statement,
                          const NameContext& context) {
  api_glue::GetTablesInput tables;
  tables.catalog_id = context.glue_catalog;
  tables.database_name = statement.database;
  tables.max_results = 1;
  auto found = glue.GetTables(call, tables);
  if (!found && found.error().kind == Kind::kNotFound && statement.forgiving) return {};
  if (!found) return Failed(std::move(found).error(), NoDatabase(statement.database));
  if (found->table_list && !found->table_list->empty()) {
    return Fail(Kind::kInvalid,
                "FAILED: Execution Error: Database " + statement.database + " is not empty");
  }
  api_glue::DeleteDatabaseInput input;
  input.catalog_id = context.glue_catalog;
  input.name = statement.database;
  auto dropped = glue.DeleteDatabase(call, input);
  if (!dropped) return Failed(std::move(dropped).error(), NoDatabase(statement.database));
  return {};
}

std::string NoTable(const std::string& database, const std::string& table) {
  return "TABLE_NOT_FOUND: Table '" + database + "." + table + "' does not exist";
}

Result<void> DropTable(api::Glue& glue, const api::Call& call, const Statement& statement,
                       const NameContext& context) {
  api_glue::DeleteTableInput input;
  input.catalog_id = context.glue_catalog;
  input.database_name = context.database;
  input.name = statement.table;
  auto dropped = glue.DeleteTable(call, input);
  if (dropped || (statement.forgiving && dropped.error().kind == Kind::kNotFound)) return {};
  return Failed(std::move(dropped).error(), NoTable(context.database, statement.table));
}

Result<columnar::QueryResult> ShowDatabases(api::Glue& glue, const api::Call& call,
                                            const Statement& statement,
                                            const NameContext& context) {
  TextRows rows({"database_name"});
  api_glue::GetDatabasesInput input;
  input.catalog_id = context.glue_catalog;
  do {
    auto page = glue.GetDatabases(call, input);
    if (!page)
      return Failed(std::move(page).error(), "CATALOG_NOT_FOUND: the catalog does not exist");
    for (const auto& database : page->database_list) {
      if (Matches(statement.pattern, database.name)) rows.Add({database.name});
    }
    input.next_token = page->next_token;
  } while (input.next_token);
  return std::move(rows).Take();
}

Result<columnar::QueryResult> ShowTables(api::Glue& glue, const api::Call& call,
                                         const Statement& statement, const NameContext& context) {
  TextRows rows({"tab_name"});
  api_glue::GetTablesInput input;
  input.catalog_id = context.glue_catalog;
  input.database_name = context.database;
  do {
    auto page = glue.GetTables(call, input);
    if (!page) return Failed(std::move(page).error(), NoDatabase(context.database));
    for (const auto& table : page->table_list.value_or(std::vector<api_glue::Table>{})) {
      if (Matches(statement.pattern, table.name)) rows.Add({table.name});
    }
    input.next_token = page->next_token;
  } while (input.next_token);
  return std::move(rows).Take();
}

Result<columnar::QueryResult> DescribeTable(api::Glue& glue, const api::Call& call,
                                            const Statement& statement,
                                            const NameContext& context) {
  api_glue::GetTableInput input;
  input.catalog_id = context.glue_catalog;
  input.database_name = context.database;
  input.name = statement.table;
  auto found = glue.GetTable(call, input);
  if (!found) return Failed(std::move(found).error(), NoTable(context.database, statement.table));
  TextRows rows({"col_name", "data_type", "comment"});
  if (found->table && found->table->storage_descriptor) {
    for (const auto& column :
         found->table->storage_descriptor->columns.value_or(std::vector<api_glue::Column>{})) {
      rows.Add({column.name, column.type.value_or(""), column.comment.value_or("")});
    }
  }
  if (found->table && found->table->partition_keys) {
    for (const auto& column : *found->table->partition_keys) {
      rows.Add({column.name, column.type.value_or(""), column.comment.value_or("")});
    }
  }
  return std::move(rows).Take();
}

}  // namespace

Result<columnar::QueryResult> RunDefinition(api::Glue& glue, const api::Call& call,
                                            const Statement& statement,
                                            const NameContext& context) {
  switch (statement.kind) {
    case Statement::Kind::kCreateDatabase:
      FIRN_OK(CreateDatabase(glue, call, statement, context));
      break;
    case Statement::Kind::kDropDatabase:
      FIRN_OK(DropDatabase(glue, call, statement, context));
      break;
    case Statement::Kind::kDropTable: FIRN_OK(DropTable(glue, call, statement, context)); break;
    case Statement::Kind::kShowDatabases: return ShowDatabases(glue, call, statement, context);
    case Statement::Kind::kShowTables: return ShowTables(glue, call, statement, context);
    case Statement::Kind::kDescribe: return DescribeTable(glue, call, statement, context);
    case Statement::Kind::kQuery:
    case Statement::Kind::kExecute: return Fail(Kind::kInternal, "a query is no definition");
  }
  return TextRows({}).Take();
}

}  // namespace firn::services::athena
