#include "columnar/query.h"

#include <algorithm>
#include <set>

#include "columnar/detail/source_sql.h"
#include "columnar/detail/sql_tree.h"
#include "columnar/detail/vectors.h"
#include "columnar/limits.h"
#include "sys/clock.h"
#include "sys/pause.h"
#include "sys/thread.h"

namespace firn::columnar {
namespace {

using duck::Lower;
using duck::QuoteName;
using duck::QuoteText;

// The catalog of names that say none and have no default.
constexpr std::string_view kCatalogFallback = "lake";
// How long to let others work when the engine has nothing for this thread to do.
constexpr Duration kIdlePause = std::chrono::microseconds(200);

struct Place {
  std::string catalog;
  std::string schema;
};

Place DefaultPlace(const QueryOptions& options) {
  return {options.default_catalog.empty() ? std::string(kCatalogFallback) : options.default_catalog,
          options.default_schema.empty() ? std::string("main") : options.default_schema};
}

std::string KeyOf(std::string_view catalog, std::string_view schema, std::string_view table) {
  return QuoteName(Lower(catalog)) + "." + QuoteName(Lower(schema)) + "." + QuoteName(Lower(table));
}

std::string KeyOf(const TableSource& source, const Place& place) {
  return KeyOf(source.catalog.empty() ? place.catalog : source.catalog,
               source.schema.empty() ? place.schema : source.schema, source.table);
}

Result<void> CheckTables(const std::vector<TableName>& names, std::span<const TableSource> sources,
                         const Place& place) {
  std::set<std::string> known;
  for (const TableSource& source : sources) known.insert(KeyOf(source, place));
  for (const TableName& name : names) {
    const std::string& catalog = name.catalog.empty() ? place.catalog : name.catalog;
    const std::string& schema = name.schema.empty() ? place.schema : name.schema;
    if (known.contains(KeyOf(catalog, schema, name.table))) continue;
    std::string text = name.table;
    if (!name.schema.empty()) text = name.schema + "." + text;
    if (!name.catalog.empty()) text = name.catalog + "." + text;
    return Fail(
        Error{Kind::kNotFound, "Table '" + text + "' does not exist", "TABLE_NOT_FOUND", 0, {}});
  }
  return {};
}

// Dividing integers by zero fails, as Trino has it, and makes neither infinity nor null. Found
// before the engine's own operators, which the macros name in full.
Result<void> DefineDivision(const duck::Connection& connection) {
  constexpr const char* kIntegers =
      "('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'UTINYINT', 'USMALLINT', "
      "'UINTEGER', "
      "'UBIGINT', 'UHUGEINT')";
  for (const char* name : {"\"/\"", "\"//\"", "\"%\"", "mod"}) {
    const std::string types =
        std::string("typeof(a) IN ") + kIntegers + " AND typeof(b) IN " + kIntegers;
    FIRN_OK(duck::Execute(
        connection, std::string("CREATE MACRO ") + name + "(a, b) AS CASE WHEN b = 0 AND " + types +
                        " THEN error('DIVISION_BY_ZERO: Division by zero') ELSE " + "system.main." +
                        name + "(a, b) END"));
  }
  return {};
}

// Builds the database a statement runs in: catalogs, schemas and views, then the locks.
Result<void> Furnish(const duck::Connection& connection, std::span<const TableSource> sources,
                     const Place& place) {
  std::set<std::string> catalogs = {"memory", "system", "temp"};
  std::set<std::string> schemas;
  std::vector<std::string> paths;
  auto prepare = [&](const std::string& catalog, const std::string& schema) -> Result<void> {
    if (catalogs.insert(Lower(catalog)).second) {
      FIRN_OK(duck::Execute(connection, "ATTACH ':memory:' AS " + QuoteName(catalog)));
    }
    std::string name = QuoteName(catalog) + "." + QuoteName(schema);
    if (schemas.insert(Lower(name)).second) {
      FIRN_OK(duck::Execute(connection, "CREATE SCHEMA IF NOT EXISTS " + name));
    }
    return {};
  };
  FIRN_OK(duck::Execute(connection, "SET GLOBAL TimeZone = 'UTC'"));
  FIRN_OK(prepare(place.catalog, place.schema));
  for (const TableSource& source : sources) {
    const std::string& catalog = source.catalog.empty() ? place.catalog : source.catalog;
    const std::string& schema = source.schema.empty() ? place.schema : source.schema;
    FIRN_OK(prepare(catalog, schema));
    FIRN_TRY(std::string select, duck::SourceSql(source));
    FIRN_OK(duck::Execute(connection, "CREATE VIEW " + QuoteName(catalog) + "." +
                                          QuoteName(schema) + "." + QuoteName(source.table) +
                                          " AS " + select));
    for (std::string& path : duck::PathsOf(source)) paths.push_back(std::move(path));
  }
  FIRN_OK(
      duck::Execute(connection, "USE " + QuoteName(place.catalog) + "." + QuoteName(place.schema)));
  FIRN_OK(DefineDivision(connection));
  FIRN_OK(duck::Execute(connection, "SET allowed_paths = " + duck::PathList(paths)));
  FIRN_OK(duck::Execute(connection, "SET enable_external_access = false"));
  return duck::Execute(connection, "SET lock_configuration = true");
}

Result<duck::Prepared> Prepare(const duck::Connection& connection, const std::string& sql) {
  duck::Prepared prepared;
  if (duckdb_prepare(connection.get(), sql.c_str(), prepared.out()) != DuckDBSuccess) {
    const char* message = prepared ? duckdb_prepare_error(prepared.get()) : nullptr;
    return Fail(duck::ErrorOf(message));
  }
  if (duckdb_prepared_statement_type(prepared.get()) != DUCKDB_STATEMENT_TYPE_SELECT) {
    return Fail(Kind::kUnsupported, "Only SELECT statements are supported");
  }
  if (duckdb_nparams(prepared.get()) != 0)
    return Fail(Kind::kUnsupported, "Parameters are not supported");
  return prepared;
}

// Cuts white space and semicolons off the end, so that the statement can stand inside another.
std::string_view TrimStatement(std::string_view sql) {
  while (!sql.empty() && (sql.back() == ';' || sql.back() == ' ' || sql.back() == '\n' ||
                          sql.back() == '\r' || sql.back() == '\t')) {
    sql.remove_suffix(1);
  }
  return sql;
}

// Prepares the statement; when a column has a type that no column of ours holds, prepares it anew
// with a cast to text.
Result<duck::Prepared> PrepareReadable(const duck::Connection& connection, std::string_view sql) {
  FIRN_TRY(duck::Prepared prepared, Prepare(connection, std::string(sql)));
  std::string list, names;
  bool cast = false;
  for (idx_t i = 0; i < duckdb_prepared_statement_column_count(prepared.get()); ++i) {
    duck::LogicalType type(duckdb_prepared_statement_column_logical_type(prepared.get(), i));
    std::string name = "c" + std::to_string(i);
    // Constant by its type, yet a copy that is the caller's to free.
    std::string shown = duck::TakeString(
        const_cast<char*>(duckdb_prepared_statement_column_name(prepared.get(), i)));
    const bool readable = duck::AbsorbedType(type.get()).has_value();
    cast = cast || !readable;
    if (i > 0) list += ", ", names += ", ";
    list += (readable ? name : "CAST(" + name + " AS VARCHAR)") + " AS " + QuoteName(shown);
    names += name;
  }
  if (!cast) return prepared;
  return Prepare(connection, "SELECT " + list + " FROM (\n" + std::string(TrimStatement(sql)) +
                                 "\n) AS q(" + names + ")");
}

std::string AthenaType(const ColumnType& type) {
  switch (type.id) {
    case TypeId::kBool: return "boolean";
    case TypeId::kInt32: return "integer";
    case TypeId::kInt64: return "bigint";
    case TypeId::kFloat: return "float";
    case TypeId::kDouble: return "double";
    case TypeId::kDecimal: return "decimal";
    case TypeId::kDate: return "date";
    case TypeId::kTime: return "time";
    case TypeId::kTimestamp: return "timestamp";
    case TypeId::kTimestampTz: return "timestamp with time zone";
    case TypeId::kString: return "varchar";
    case TypeId::kUuid: return "uuid";
    case TypeId::kBinary:
    case TypeId::kFixed: return "varbinary";
    case TypeId::kList: return "array";
    case TypeId::kMap: return "map";
    case TypeId::kStruct: return "row";
  }
  return "varchar";
}

// Precision as Athena reports it for types that have one.
int AthenaPrecision(const ColumnType& type) {
  switch (type.id) {
    case TypeId::kInt32: return 10;
    case TypeId::kInt64: return 19;
    case TypeId::kFloat:
    case TypeId::kDouble: return 17;
    case TypeId::kDecimal: return type.precision;
    case TypeId::kTimestamp:
    case TypeId::kTimestampTz: return 6;
    case TypeId::kString: return 2147483647;
    default: return 0;
  }
}

// Works on a prepared statement step by step, so that it can be ended between steps.
Result<duck::Outcome> RunSteps(const duck::Connection& connection, const duck::Prepared& prepared,
                               const QueryOptions& options) {
  const Duration deadline = sys::Uptime() + options.timeout;
  duck::Pending pending;
  if (duckdb_pending_prepared(prepared.get(), pending.out()) != DuckDBSuccess) {
    return Fail(duck::ErrorOf(pending ? duckdb_pending_error(pending.get()) : nullptr));
  }
  sys::SystemPause pause;
  while (true) {
    duckdb_pending_state state = duckdb_pending_execute_task(pending.get());
    if (state == DUCKDB_PENDING_ERROR)
      return Fail(duck::ErrorOf(duckdb_pending_error(pending.get())));
    if (duckdb_pending_execution_is_finished(state)) break;
    const bool late = sys::Uptime() > deadline;
    if (late || (options.stop && options.stop())) {
      duckdb_interrupt(connection.get());
      // Lets the engine see the interrupt through: what it abandons halfway, it never frees.
      duck::Outcome abandoned;
      duckdb_execute_pending(pending.get(), abandoned.out());
      return Fail(Kind::kCanceled,
                  late ? "The query took longer than allowed" : "The query was canceled");
    }
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) pause.For(kIdlePause);
  }
  duck::Outcome outcome;
  if (duckdb_execute_pending(pending.get(), outcome.out()) != DuckDBSuccess) {
    return Fail(
        duck::ErrorOf(duckdb_result_error_type(outcome.get()), duckdb_result_error(outcome.get())));
  }
  return outcome;
}

Result<QueryResult> Collect(duck::Outcome& outcome, const QueryOptions& options) {
  Schema schema;
  std::vector<ResultColumn> columns;
  for (idx_t i = 0; i < duckdb_column_count(outcome.get()); ++i) {
    duck::LogicalType logical(duckdb_column_logical_type(outcome.get(), i));
    std::optional<ColumnType> type = duck::AbsorbedType(logical.get());
    if (!type) return Fail(Kind::kInternal, "A result has a type that should have been cast");
    std::string name = duckdb_column_name(outcome.get(), i);
    columns.push_back({name, AthenaType(*type), AthenaPrecision(*type), type->scale});
    schema.push_back({std::move(name), static_cast<int>(i) + 1, false, *std::move(type)});
  }
  QueryResult result{std::move(columns), Batch(std::move(schema))};
  while (duck::Chunk chunk = outcome.Fetch()) {
    const idx_t count = duckdb_data_chunk_get_size(chunk.get());
    if (result.rows.rows() + count > options.rows_max) {
      return Fail(Kind::kThrottled,
                  "The result has more rows than allowed: " + std::to_string(options.rows_max));
    }
    for (idx_t i = 0; i < result.rows.columns(); ++i) {
      FIRN_OK(
          duck::Absorb(duckdb_data_chunk_get_vector(chunk.get(), i), count, result.rows.column(i)));
    }
    if (result.rows.bytes() > options.result_bytes_max) {
      return Fail(Kind::kThrottled, "The result is larger than allowed: " +
                                        std::to_string(options.result_bytes_max) + " bytes");
    }
  }
  return result;
}

}  // namespace

// One small locked database that parses statements and never sees a file.
struct QueryEngine::Parser {
  sys::Mutex mutex;
  duck::Database database;
  duck::Connection connection;

  Result<std::string> Tree(std::string_view sql) {
    if (sql.size() > kSqlBytesMax)
      return Fail(Kind::kInvalid, "The statement is longer than 262144 bytes");
    if (sql.find('\0') != std::string_view::npos)
      return Fail(Kind::kInvalid, "The statement holds a zero byte");
    sys::Lock lock(mutex);
    FIRN_OK(Open());
    duck::Prepared prepared;
    const char* statement =
        "SELECT json_serialize_sql(?::VARCHAR, skip_null := true, skip_empty := true)::VARCHAR";
    if (duckdb_prepare(connection.get(), statement, prepared.out()) != DuckDBSuccess) {
      return Fail(Kind::kInternal, "The parser is not available");
    }
    duckdb_bind_varchar_length(prepared.get(), 1, sql.data(), sql.size());
    duck::Outcome outcome;
    if (duckdb_execute_prepared(prepared.get(), outcome.out()) != DuckDBSuccess) {
      return Fail(duck::ErrorOf(duckdb_result_error_type(outcome.get()),
                                duckdb_result_error(outcome.get())));
    }
    duck::Chunk chunk = outcome.Fetch();
    if (!chunk || duckdb_data_chunk_get_size(chunk.get()) != 1)
      return Fail(Kind::kInternal, "The parser is silent");
    return std::string(duck::TextAt(duckdb_data_chunk_get_vector(chunk.get(), 0), 0));
  }

 private:
  Result<void> Open() {
    if (connection) return {};
    FIRN_TRY(database, duck::Open({{"threads", "1"},
                                   {"enable_external_access", "false"},
                                   {"memory_limit", "256MB"}}));
    FIRN_TRY(duck::Connection opened, duck::Connect(database));
    FIRN_OK(duck::Execute(opened, "SET lock_configuration = true"));
    connection = std::move(opened);
    return {};
  }
};

QueryEngine::QueryEngine() : parser_(std::make_unique<Parser>()) {}
QueryEngine::~QueryEngine() = default;

Result<std::vector<TableName>> QueryEngine::TablesReferenced(std::string_view sql) {
  FIRN_TRY(std::string tree, parser_->Tree(sql));
  return duck::TablesOf(tree);
}

Result<void> QueryEngine::CheckFilter(std::string_view condition) {
  // An expression that is complete in itself parses alone; one that closes the bracket around it
  // does not.
  FIRN_TRY(std::string alone, parser_->Tree("SELECT " + std::string(condition)));
  if (alone.find("\"SUBQUERY\"") != std::string::npos ||
      alone.find("\"from_table\":{\"type\":\"EMPTY\"") == std::string::npos) {
    return Fail(Kind::kInvalid, "A row filter is one condition without subqueries");
  }
  FIRN_TRY(std::vector<TableName> tables, duck::TablesOf(alone));
  FIRN_TRY(std::vector<TableName> within,
           TablesReferenced("SELECT 1 FROM t WHERE (" + std::string(condition) + "\n)"));
  if (!tables.empty() || within.size() != 1)
    return Fail(Kind::kInvalid, "A row filter is one condition");
  return {};
}

Result<QueryResult> QueryEngine::Query(std::string_view sql, std::span<const TableSource> sources,
                                       const QueryOptions& options) {
  FIRN_TRY(std::vector<TableName> names, TablesReferenced(sql));
  const Place place = DefaultPlace(options);
  FIRN_OK(CheckTables(names, sources, place));
  for (const TableSource& source : sources) {
    if (!source.row_filter.empty()) FIRN_OK(CheckFilter(source.row_filter));
  }
  FIRN_TRY(duck::Database database,
           duck::Open({{"threads", std::to_string(std::max(1u, options.threads))},
                       {"memory_limit", std::to_string(options.memory_bytes) + "B"},
                       {"temp_directory", options.spill_directory}}));
  FIRN_TRY(duck::Connection connection, duck::Connect(database));
  FIRN_OK(Furnish(connection, sources, place));
  FIRN_TRY(duck::Prepared prepared, PrepareReadable(connection, sql));
  FIRN_TRY(duck::Outcome outcome, RunSteps(connection, prepared, options));
  return Collect(outcome, options);
}

}  // namespace firn::columnar
