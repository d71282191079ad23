#include "columnar/detail/sql_tree.h"

#include <simdjson.h>

#include <algorithm>
#include <array>

#include "columnar/limits.h"

namespace firn::columnar::duck {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

// Table functions that make rows from their arguments alone.
constexpr std::array<std::string_view, 5> kTableFunctions = {"unnest", "range", "generate_series",
                                                             "json_each", "json_tree"};

// Functions that show settings, file statistics or definitions, change state, plan other statements
// or waste time.
constexpr std::array<std::string_view, 17> kForbiddenFunctions = {"current_setting",
                                                                  "getvariable",
                                                                  "write_log",
                                                                  "stats",
                                                                  "nextval",
                                                                  "currval",
                                                                  "sleep_ms",
                                                                  "pg_sleep",
                                                                  "get_block_size",
                                                                  "json_serialize_plan",
                                                                  "format_type",
                                                                  "query",
                                                                  "query_table",
                                                                  "getenv",
                                                                  "in_search_path",
                                                                  "current_query",
                                                                  "parse_duckdb_log_message"};

// Every kind of table reference a parsed statement has. Others stand for work already planned and
// are refused.
constexpr std::array<std::string_view, 4> kPlannedReferences = {"COLUMN_DATA", "DELIM_GET",
                                                                "BOUND_TABLE_REF", "CTE"};

template <class Names>
bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view TextOf(const object& node, std::string_view key) {
  std::string_view text;
  if (node[key].get(text)) return {};
  return text;
}

class Walker {
 public:
  std::vector<TableName> tables;

  Result<void> Walk(const element& node, std::vector<std::string>& scope, size_t depth) {
    if (depth > kSqlDepthMax) return Fail(Kind::kUnsupported, "The statement is nested too deeply");
    object members;
    if (!node.get(members)) return WalkObject(members, scope, depth);
    simdjson::dom::array items;
    if (node.get(items)) return {};
    for (element item : items) FIRN_OK(Walk(item, scope, depth + 1));
    return {};
  }

 private:
  Result<void> WalkObject(const object& node, std::vector<std::string>& scope, size_t depth) {
    FIRN_OK(Inspect(node, scope));
    const size_t outer = scope.size();
    // WITH: each name is known to those after it and to the body.
    object with;
    if (!node["cte_map"].get(with)) FIRN_OK(WalkWith(with, scope, depth));
    const bool recursive = TextOf(node, "type") == "RECURSIVE_CTE_NODE";
    for (auto [key, value] : node) {
      if (key == "cte_map") continue;
      // A recursive query's second half reads the name it defines; its first half does not.
      const bool own_name = recursive && key == "right";
      if (own_name) scope.push_back(Lower(TextOf(node, "cte_name")));
      FIRN_OK(Walk(value, scope, depth + 1));
      if (own_name) scope.pop_back();
    }
    scope.resize(outer);
    return {};
  }

  Result<void> WalkWith(const object& with, std::vector<std::string>& scope, size_t depth) {
    simdjson::dom::array entries;
    if (with["map"].get(entries)) return {};
    for (element entry : entries) {
      object pair;
      std::string_view name;
      element value;
      if (entry.get(pair) || pair["key"].get(name) || pair["value"].get(value)) return Unknown();
      FIRN_OK(Walk(value, scope, depth + 1));
      scope.push_back(Lower(name));
    }
    return {};
  }

  Result<void> Inspect(const object& node, const std::vector<std::string>& scope) {
    const std::string_view type = TextOf(node, "type");
    if (type == "BASE_TABLE") {
      TableName name{std::string(TextOf(node, "catalog_name")),
                     std::string(TextOf(node, "schema_name")),
                     std::string(TextOf(node, "table_name"))};
      uint64_t offset = 0;
      if (!node["query_location"].get(offset)) name.offset = offset;
      const bool bound =
          name.catalog.empty() && name.schema.empty() && Contains(scope, Lower(name.table));
      if (!bound && std::find(tables.begin(), tables.end(), name) == tables.end())
        tables.push_back(name);
    } else if (type == "TABLE_FUNCTION") {
      object function;
      if (node["function"].get(function)) return Unknown();
      std::string name = Lower(TextOf(function, "function_name"));
      if (!Contains(kTableFunctions, name)) {
        return Fail(Kind::kUnsupported, "The statement may not call the table function " + name);
      }
    } else if (type == "SHOW_REF") {
      object query;
      if (node["query"].get(query))
        return Fail(Kind::kUnsupported, "SHOW is not supported here: name a table");
    } else if (type == "CTE_NODE" ||
               (Contains(kPlannedReferences, type) && node["class"].error())) {
      return Unknown();
    }
    const std::string function = Lower(TextOf(node, "function_name"));
    if (Contains(kForbiddenFunctions, function) || function.starts_with("pg_get_")) {
      return Fail(Kind::kUnsupported, "The statement may not call the function " + function);
    }
    return {};
  }

  static Unexpected Unknown() {
    return Fail(Kind::kUnsupported, "The statement has a part that is not supported");
  }
};

}  // namespace

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Result<std::vector<TableName>> TablesOf(std::string_view tree) {
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(tree.data(), tree.size()).get(root)) {
    return Fail(Kind::kUnsupported, "The statement is nested too deeply");
  }
  bool failed = true;
  if (root["error"].get(failed) || failed) {
    std::string_view kind, message;
    if (root["error_type"].get(kind) == simdjson::SUCCESS && kind == "not implemented") {
      return Fail(Kind::kUnsupported, "Only SELECT statements are supported");
    }
    if (root["error_message"].get(message)) message = "The statement cannot be parsed";
    Error error{Kind::kInvalid, std::string(message), {}, 0, {}};
    std::string_view position;
    if (!root["position"].get(position)) error.fields.emplace_back("position", position);
    return Fail(std::move(error));
  }
  simdjson::dom::array statements;
  if (root["statements"].get(statements) || statements.size() != 1) {
    return Fail(Kind::kUnsupported, "Exactly one statement is needed");
  }
  Walker walker;
  std::vector<std::string> scope;
  element statement;
  if (statements.at(0).get(statement)) return Fail(Kind::kInternal, "A statement is missing");
  FIRN_OK(walker.Walk(statement, scope, 0));
  return std::move(walker.tables);
}

}  // namespace firn::columnar::duck
