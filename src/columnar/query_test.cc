#include "columnar/query.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "columnar/cell.h"
#include "columnar/engine.h"

namespace firn::columnar {
namespace {

ColumnType Of(TypeId id) { return ColumnType::Of(id); }

// Two tables of one lake and, beside them, a file that belongs to nobody.
class QueryTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "firn-query-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    people_ = Table("people", {{"id", 1, true, Of(TypeId::kInt64)},
                               {"name", 2, false, Of(TypeId::kString)},
                               {"team", 3, false, Of(TypeId::kString)}});
    Batch rows(people_schema_);
    const char* names[] = {"ada", "bob", "cy", "dee"};
    for (int i = 0; i < 4; ++i) {
      rows.column(0).AppendInt64(i);
      rows.column(1).AppendText(names[i]);
      rows.column(2).AppendText(i < 2 ? "red" : "blue");
    }
    Write(rows, "people.parquet");
    Write(rows, "secret.parquet");
    people_.files = {{Path("people.parquet"), "", 0}};
    empty_ = people_;
    empty_.table = "empty";
    empty_.files.clear();
    options_.default_catalog = "s3tablescatalog/lake";
    options_.default_schema = "hr";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  TableSource Table(std::string name, Schema schema) {
    TableSource source;
    source.catalog = "s3tablescatalog/lake";
    source.schema = "hr";
    source.table = std::move(name);
    for (const Field& field : schema) source.columns.push_back({field.name, field.id, field.type});
    people_schema_ = std::move(schema);
    return source;
  }
  void Write(const Batch& batch, const std::string& name) {
    Engine engine(EngineOptions{});
    auto written = engine.WriteParquet(batch, Path(name), WriteOptions{});
    ASSERT_TRUE(written.has_value()) << written.error().message;
  }
  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

  Result<QueryResult> Run(const std::string& sql) {
    std::vector<TableSource> sources = {people_, empty_};
    return engine_.Query(sql, sources, options_);
  }
  // All rows as text: cells by commas, rows by semicolons; or the error.
  std::string Rows(const std::string& sql) {
    auto result = Run(sql);
    if (!result) return "error: " + result.error().message;
    std::string out;
    for (size_t row = 0; row < result->rows.rows(); ++row) {
      if (row > 0) out += ";";
      for (size_t i = 0; i < result->rows.columns(); ++i) {
        if (i > 0) out += ",";
        out += result->rows.column(i).is_null(row) ? "null" : CellText(result->rows.column(i), row);
      }
    }
    return out;
  }

  std::string folder_;
  Schema people_schema_;
  TableSource people_, empty_;
  QueryOptions options_;
  QueryEngine engine_;
};

TEST_F(QueryTest, ReadsTablesUnderEveryNameTheyHave) {
  for (const char* name :
       {"people", "hr.people", "\"s3tablescatalog/lake\".\"hr\".\"people\"", "HR.People"}) {
    EXPECT_EQ(Rows(std::string("SELECT count(*), max(name) FROM ") + name), "4,dee") << name;
  }
  EXPECT_EQ(Rows("SELECT name FROM people WHERE id > 1 ORDER BY name DESC;"), "dee;cy");
  EXPECT_EQ(Rows("SELECT * FROM empty"), "");
  EXPECT_EQ(
      Rows("SELECT a.name, b.name FROM people a LEFT JOIN empty b ON a.id = b.id WHERE a.id = 0"),
      "ada,null");
  EXPECT_EQ(Rows("SELECT \"s3tablescatalog/lake\".hr.people.name FROM people WHERE id = 2"), "cy");
  EXPECT_EQ(Rows("WITH r AS (SELECT team, count(*) n FROM people GROUP BY team) SELECT * FROM r "
                 "ORDER BY team"),
            "blue,2;red,2");
  EXPECT_EQ(Rows("WITH RECURSIVE r AS (SELECT 1 x UNION ALL SELECT x + 1 FROM r WHERE x < 3) "
                 "SELECT sum(x) FROM r"),
            "6");
  EXPECT_EQ(Rows("SELECT x FROM unnest([3, 4]) u(x), range(1) r(n)"), "3;4");
  EXPECT_EQ(Rows("(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1"), "1;2");
}

TEST_F(QueryTest, ColumnsHaveAthenasTypes) {
  auto result =
      Run("SELECT id, name, 1::smallint s, 1.5::real r, 2.5::double d, 1.25::decimal(9,2) \"dec\", "
          "DATE '2024-01-01' dt, "
          "TIMESTAMP '2024-01-01 00:00:00' ts, TIMESTAMPTZ '2024-01-01 00:00:00+00' tz, 'ab'::blob "
          "bin, [1] a, "
          "MAP {'k': 1} m, {'x': 1} r2, true b, sum(id) OVER () big, NULL n FROM people LIMIT 1");
  ASSERT_TRUE(result.has_value()) << result.error().message;
  std::vector<std::string> types;
  for (const ResultColumn& column : result->columns) types.push_back(column.type);
  EXPECT_EQ(types,
            (std::vector<std::string>{"bigint", "varchar", "integer", "float", "double", "decimal",
                                      "date", "timestamp", "timestamp with time zone", "varbinary",
                                      "array", "map", "row", "boolean", "bigint", "integer"}));
  EXPECT_EQ(result->columns[5].precision, 9);
  EXPECT_EQ(result->columns[5].scale, 2);
  EXPECT_EQ(result->columns[0].name, "id");
  EXPECT_EQ(CellText(result->rows.column(14), 0), "6");
}

TEST_F(QueryTest, OtherTypesBecomeTheNearest) {
  EXPECT_EQ(
      Rows("SELECT 200::utinyint, 4000000000::uinteger, 18446744073709551615::ubigint, 5::hugeint"),
      "200,4000000000,18446744073709551615,5");
  EXPECT_EQ(
      Rows("SELECT '2024-01-01 00:00:01'::timestamp_s, '2024-01-01 00:00:00.001'::timestamp_ms, "
           "'1969-12-31 23:59:59.999999999'::timestamp_ns"),
      "2024-01-01 00:00:01.000000,2024-01-01 00:00:00.001000,1969-12-31 23:59:59.999999");
  EXPECT_EQ(Rows("SELECT INTERVAL 3 DAY, 'x'::ENUM('x', 'y'), [1, 2]::integer[2], '101'::bit, id "
                 "AS id, id AS id "
                 "FROM people ORDER BY id DESC LIMIT 1; "),
            "3 days,x,[1, 2],101,3,3");
  EXPECT_EQ(Rows("SELECT id, INTERVAL 1 DAY FROM people ORDER BY id DESC -- comment"),
            "3,1 day;2,1 day;1,1 day;0,1 day");
  EXPECT_EQ(Rows("SELECT [[1, NULL], []], {'a': {'b': NULL}}, MAP {'k': [1]}"),
            "[[1, null], []],{a={b=null}},{k=[1]}");
  EXPECT_EQ(Rows("SELECT 170141183460469231731687303715884105727::hugeint"),
            "error: A number of the result is beyond the range of bigint");
}

TEST_F(QueryTest, TablesReferencedKnowsScopes) {
  auto names = [&](const std::string& sql) {
    std::string out;
    auto tables = engine_.TablesReferenced(sql);
    if (!tables) return std::string("error");
    for (const TableName& name : *tables)
      out += name.catalog + "/" + name.schema + "/" + name.table + " ";
    return out;
  };
  EXPECT_EQ(names("SELECT 1"), "");
  EXPECT_EQ(names("SELECT * FROM a JOIN b.c ON true WHERE x IN (SELECT y FROM \"D\".e.f)"),
            "//a /b/c D/e/f ");
  EXPECT_EQ(names("WITH a AS (SELECT * FROM b) SELECT * FROM a, A, c.a"), "//b /c/a ");
  EXPECT_EQ(names("WITH a AS (SELECT * FROM a) SELECT * FROM a"), "//a ")
      << "a name is not known inside itself";
  EXPECT_EQ(names("SELECT * FROM (WITH q AS (SELECT 1) SELECT * FROM q) s, q"), "//q ")
      << "nor outside its scope";
  EXPECT_EQ(names("WITH x AS (SELECT 1), y AS (SELECT * FROM x) SELECT * FROM y"), "");
  EXPECT_EQ(
      names("WITH RECURSIVE r AS (SELECT * FROM r UNION ALL SELECT * FROM r) SELECT * FROM r"),
      "//r ");
  EXPECT_EQ(names("SELECT * FROM a UNION SELECT * FROM b EXCEPT SELECT * FROM a"), "//a //b ");
  EXPECT_EQ(names("SELECT (SELECT max(x) FROM m) FROM a ORDER BY (SELECT 1 FROM o) LIMIT (SELECT 2 "
                  "FROM l)"),
            "//o //l //m //a ");
  EXPECT_EQ(names("FROM a"), "//a ");
  EXPECT_EQ(names("DESCRIBE a"), "//a ");
  EXPECT_EQ(names("SELECT * FROM a PIVOT (sum(y) FOR x IN (1, 2))"), "//a ");
  EXPECT_EQ(names("SELEC 1"), "error");
  EXPECT_EQ(names(""), "error");
}

// Ways out of the tables one was given. Each must be refused, by the tree or by the database's own
// locks.
TEST_F(QueryTest, EscapesAreRefused) {
  const std::string secret = "'" + Path("secret.parquet") + "'";
  const std::string attempts[] = {
      "SELECT * FROM read_parquet(" + secret + ")",
      "SELECT * FROM parquet_scan([" + secret + "])",
      "SELECT * FROM " + secret,
      "SELECT * FROM \"" + Path("secret.parquet") + "\"",
      "SELECT * FROM \"" + Path("people.parquet") + "\"",
      "WITH \"" + Path("secret.parquet") + "\" AS (SELECT 1) SELECT * FROM main.\"" +
          Path("secret.parquet") + "\"",
      "SELECT * FROM (WITH \"" + Path("secret.parquet") + "\" AS (SELECT 1) SELECT 1) s, \"" +
          Path("secret.parquet") + "\"",
      "WITH RECURSIVE \"" + Path("secret.parquet") + "\" AS (SELECT * FROM \"" +
          Path("secret.parquet") + "\" UNION ALL SELECT 1, 'x', 'y') SELECT * FROM \"" +
          Path("secret.parquet") + "\"",
      "SELECT * FROM read_csv('/etc/passwd')",
      "SELECT * FROM '/etc/passwd'",
      "SELECT * FROM read_text('/etc/passwd')",
      "SELECT * FROM read_blob('/etc/passwd')",
      "SELECT * FROM read_json_auto('/etc/passwd')",
      "SELECT * FROM sniff_csv('/etc/passwd')",
      "SELECT * FROM glob('/etc/*')",
      "SELECT (SELECT content FROM read_text('/etc/passwd'))",
      "SELECT * FROM people, LATERAL (SELECT * FROM read_text(people.name))",
      "SELECT * FROM parquet_metadata(" + secret + ")",
      "SELECT * FROM query('SELECT 1')",
      "SELECT * FROM query_table('people')",
      "SELECT * FROM duckdb_settings()",
      "SELECT * FROM duckdb_views()",
      "SELECT * FROM pragma_table_info('people')",
      "SELECT * FROM information_schema.tables",
      "SELECT * FROM pg_catalog.pg_views",
      "SELECT * FROM sqlite_master",
      "SELECT * FROM duckdb_views",
      "SELECT current_setting('allowed_paths')",
      "SELECT system.main.current_setting('allowed_paths')",
      "SELECT Current_Setting('threads') OVER () FROM people",
      "SELECT stats(name) FROM people",
      "SELECT pg_get_viewdef(1)",
      "SELECT json_serialize_plan('SELECT 1')",
      "SELECT * FROM json_execute_serialized_sql('{}')",
      "SELECT sleep_ms(100000)",
      "SELECT write_log('x')",
      "COPY people TO '" + Path("out.csv") + "'",
      "COPY (SELECT 1) TO '" + Path("out.csv") + "'",
      "EXPORT DATABASE '" + Path("out") + "'",
      "ATTACH '" + Path("new.db") + "' AS d",
      "DETACH memory",
      "INSTALL httpfs",
      "LOAD httpfs",
      "SET enable_external_access = true",
      "RESET ALL",
      "PRAGMA database_list",
      "CALL duckdb_settings()",
      "CREATE TABLE t AS SELECT 1",
      "CREATE VIEW v AS SELECT 1",
      "INSERT INTO people VALUES (1, 'x', 'y')",
      "DELETE FROM people",
      "UPDATE people SET name = 'x'",
      "DROP VIEW people",
      "EXPLAIN SELECT 1",
      "SHOW TABLES",
      "SHOW ALL TABLES",
      "USE memory",
      "PREPARE p AS SELECT 1",
      "SELECT 1; SELECT 2",
      "SELECT 1; ATTACH '" + Path("new.db") + "' AS d",
      "SELECT ? + 1",
      "SELECT $1",
      "CHECKPOINT",
      "BEGIN TRANSACTION",
  };
  for (const std::string& sql : attempts) {
    auto result = Run(sql);
    ASSERT_FALSE(result.has_value()) << sql;
    EXPECT_TRUE(result.error().kind == Kind::kUnsupported ||
                result.error().kind == Kind::kNotFound || result.error().kind == Kind::kInvalid)
        << sql << ": " << KindName(result.error().kind) << " " << result.error().message;
    EXPECT_EQ(result.error().message.find("root:"), std::string::npos) << sql;
  }
  EXPECT_FALSE(std::filesystem::exists(Path("out.csv")));
  EXPECT_FALSE(std::filesystem::exists(Path("new.db")));
}

TEST_F(QueryTest, MistakesAreTheCallersAndMissingTablesAreNamed) {
  auto missing = Run("SELECT * FROM hr.nobody");
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().kind, Kind::kNotFound);
  EXPECT_EQ(missing.error().code, "TABLE_NOT_FOUND");
  EXPECT_NE(missing.error().message.find("hr.nobody"), std::string::npos);
  for (const char* sql :
       {"SELECT nothing FROM people", "SELECT 1 +", "SELECT name + 1 FROM people",
        "SELECT CAST(name AS integer) FROM people", "SELECT no_such_function(1)"}) {
    auto result = Run(sql);
    ASSERT_FALSE(result.has_value()) << sql;
    EXPECT_EQ(result.error().kind, Kind::kInvalid) << sql;
    EXPECT_FALSE(result.error().message.empty());
  }
  people_.files = {{Path("gone.parquet"), "", 0}};
  EXPECT_FALSE(Run("SELECT * FROM people").has_value());
}

TEST_F(QueryTest, PlacesAreTold) {
  const auto tables = engine_.TablesReferenced("SELECT *\nFROM a JOIN b.c ON true");
  ASSERT_TRUE(tables.has_value());
  EXPECT_EQ((*tables)[0].offset, 14u);
  EXPECT_EQ((*tables)[1].offset, 21u);
  const auto wrong = engine_.TablesReferenced("SELECT * FORM x");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error().fields,
            (std::vector<std::pair<std::string, std::string>>{{"position", "14"}}));
}

TEST_F(QueryTest, IntegersAreNotDividedByZero) {
  for (const char* sql : {"SELECT 1/0", "SELECT id / (id - id) FROM people", "SELECT 1 % 0",
                          "SELECT mod(5, 0)", "SELECT 1 // 0"}) {
    EXPECT_NE(Rows(sql).find("DIVISION_BY_ZERO: Division by zero"), std::string::npos) << Rows(sql);
  }
  EXPECT_EQ(Rows("SELECT 7 / 2, 1e0 / 0, 1 / NULL, 7 % 4, mod(7, 4), 6 // 4, -7.5 / 2"),
            "3.5,Infinity,null,3,3,1,-3.75");
  EXPECT_EQ(Rows("SELECT sum(id) / count(*) FROM people"), "1.5");
}

TEST_F(QueryTest, HiddenColumnsAndRowFiltersCannotBeSeenThrough) {
  people_.columns[2].hidden = true;
  people_.row_filter = "team = 'red' -- only them";
  EXPECT_EQ(Rows("SELECT * FROM people ORDER BY id"), "0,ada;1,bob");
  EXPECT_FALSE(Run("SELECT team FROM people").has_value());
  EXPECT_EQ(Rows("SELECT count(*) FROM people WHERE name LIKE '%'"), "2");
  // An expression that fails on a hidden row would tell its value.
  auto leak =
      Run("SELECT * FROM people WHERE CASE WHEN name = 'dee' THEN CAST(name AS integer) = 1 ELSE "
          "true END");
  EXPECT_TRUE(leak.has_value()) << leak.error().message;
  auto other = Run("SELECT error(name) FROM people WHERE name = 'cy'");
  EXPECT_TRUE(other.has_value()) << other.error().message;
  for (const char* filter :
       {"true) OR (true", "id IN (SELECT 1)", "1 = 1; SELECT 2", "current_setting('threads') = ''",
        "true UNION SELECT true", "true FROM people", "id = ",
        "name IN (SELECT content FROM "
        "read_text('/etc/passwd'))"}) {
    people_.row_filter = filter;
    auto result = Run("SELECT * FROM people");
    EXPECT_FALSE(result.has_value()) << filter;
    EXPECT_FALSE(engine_.CheckFilter(filter).has_value()) << filter;
  }
  EXPECT_TRUE(engine_.CheckFilter("team = 'it''s' AND id BETWEEN 1 AND 5").has_value());
}

TEST_F(QueryTest, ColumnsAreFoundByFieldId) {
  people_.columns[1].name = "full name";
  people_.columns.push_back({"added", 99, Of(TypeId::kDouble)});
  people_.columns[0].type = ColumnType::Decimal(20, 0);
  EXPECT_EQ(Rows("SELECT * FROM people WHERE \"full name\" = 'bob'"), "1,bob,red,null");
  std::swap(people_.columns[1].field_id, people_.columns[2].field_id);
  EXPECT_EQ(Rows("SELECT \"full name\", team FROM people WHERE id = 1"), "red,bob");
}

TEST_F(QueryTest, LimitsEndAQuery) {
  options_.rows_max = 3;
  EXPECT_EQ(Run("SELECT * FROM people").error().kind, Kind::kThrottled);
  EXPECT_TRUE(Run("SELECT * FROM people LIMIT 3").has_value());
  options_.rows_max = 1'000'000;
  options_.result_bytes_max = 1 << 20;
  EXPECT_EQ(Run("SELECT repeat('x', 100000) || x FROM range(100) r(x)").error().kind,
            Kind::kThrottled);
  const std::string endless =
      "SELECT count(*) FROM range(100000000000) a(x), range(1000) b(y) WHERE x % 7 = y";
  options_.timeout = std::chrono::milliseconds(50);
  auto late = Run(endless);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().kind, Kind::kCanceled);
  options_.timeout = std::chrono::minutes(1);
  int asked = 0;
  options_.stop = [&] { return ++asked > 3; };
  auto stopped = Run(endless);
  ASSERT_FALSE(stopped.has_value());
  EXPECT_EQ(stopped.error().kind, Kind::kCanceled);
  options_.stop = nullptr;
  options_.memory_bytes = 32 << 20;
  auto large = Run("SELECT list(x) FROM range(50000000) r(x)");
  ASSERT_FALSE(large.has_value());
  EXPECT_EQ(large.error().kind, Kind::kUnavailable) << large.error().message;
  EXPECT_FALSE(Run("SELECT '" + std::string(300'000, 'x') + "'").has_value());
  std::string deep = "SELECT 1 x";
  for (int i = 0; i < 2'000; ++i) deep = "SELECT * FROM (" + deep + ")";
  EXPECT_FALSE(Run(deep).has_value());
  std::string sum = "SELECT 1";
  for (int i = 0; i < 20'000; ++i) sum += "+1";
  EXPECT_FALSE(Run(sum).has_value());
}

}  // namespace
}  // namespace firn::columnar
