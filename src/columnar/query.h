#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "columnar/batch.h"
#include "columnar/table_source.h"

namespace firn::columnar {

// A table as a statement names it; parts it leaves out are empty.
struct TableName {
  std::string catalog;
  std::string schema;
  std::string table;
  size_t offset = 0;  // where the statement names it first, in bytes; no part of the name

  bool operator==(const TableName& other) const {
    return catalog == other.catalog && schema == other.schema && table == other.table;
  }
};

struct QueryOptions {
  // What names without catalog, or without schema, belong to. A source may lie anywhere.
  std::string default_catalog;
  std::string default_schema;
  Duration timeout = std::chrono::minutes(30);
  uint64_t rows_max = 1'000'000;          // of the result; more fail the query
  uint64_t result_bytes_max = 256 << 20;  // held by the result
  uint64_t memory_bytes = 1u << 30;       // held while it runs
  unsigned threads = 2;
  std::string spill_directory;  // empty: nothing is spilled
  // Asked between steps of work; true ends the query with kCanceled. May be empty.
  std::function<bool()> stop;
};

// A column of a result. `type` is Athena's name for it ("varchar", "bigint", "timestamp with time
// zone", "array"...).
struct ResultColumn {
  std::string name;
  std::string type;
  int precision = 0;
  int scale = 0;

  bool operator==(const ResultColumn&) const = default;
};

// A finished query. Values are read from `rows` as they are, or through CellText and CellJson.
struct QueryResult {
  std::vector<ResultColumn> columns;
  Batch rows;
};

// Runs statements of people who may read the tables they are given and nothing else.
//
// A statement is parsed first: one SELECT that names given tables only and calls no function that
// reaches files, settings or other statements. Then it runs in a database of its own that holds one
// view for each table, may open those tables' files and no others, and has its configuration
// locked. Threads: any, side by side.
class QueryEngine {
 public:
  QueryEngine();
  ~QueryEngine();
  QueryEngine(const QueryEngine&) = delete;
  QueryEngine& operator=(const QueryEngine&) = delete;

  // The tables a statement reads, each once, in the order they appear: what a caller resolves and
  // authorizes before Query. kInvalid with the parser's words for what cannot be parsed,
  // kUnsupported for everything but one SELECT and for what it must not call.
  Result<std::vector<TableName>> TablesReferenced(std::string_view sql);

  // The result of a statement over `sources`. Besides the failures above: kNotFound when it names a
  // table that is not among the sources (code "TABLE_NOT_FOUND"), kInvalid with the engine's words
  // for other mistakes in it, kCanceled after the timeout or a stop, kUnavailable when it needs
  // more memory than allowed, kThrottled for too long a result.
  Result<QueryResult> Query(std::string_view sql, std::span<const TableSource> sources,
                            const QueryOptions& options);

  // Checks that `condition` is an expression over a table's own columns: no subqueries, no
  // aggregates of other tables, none of the functions a statement may not call.
  Result<void> CheckFilter(std::string_view condition);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace firn::columnar
