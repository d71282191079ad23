#include "services/athena/sql_text.h"

#include <gtest/gtest.h>

#include "services/athena/statement.h"

namespace firn::services::athena {
namespace {

std::vector<std::string> Texts(std::string_view sql) {
  std::vector<std::string> texts;
  const auto tokens = Tokenize(sql);
  for (const SqlToken& token : *tokens) texts.push_back(token.text);
  return texts;
}

TEST(SqlTextTest, TakesStatementsApart) {
  EXPECT_EQ(Texts("SELECT a.\"b\"\"c\", 'it''s' -- why\n FROM `d`/* here */WHERE x>=1.5e3;"),
            (std::vector<std::string>{"SELECT", "a", ".", "b\"c", ",", "it's", "FROM", "d", "WHERE",
                                      "x", ">", "=", "1.5e3", ";"}));
  EXPECT_TRUE(Texts(" -- nothing").empty());
  for (const char* sql : {"'a", "\"a", "`a", "/* a", "SELECT 'a''"}) {
    const auto tokens = Tokenize(sql);
    ASSERT_FALSE(tokens) << sql;
    EXPECT_EQ(tokens.error().message.substr(0, 7), "line 1:") << tokens.error().message;
  }
}

TEST(SqlTextTest, CountsLinesAndCharacters) {
  EXPECT_EQ(PositionText("abc", 0), "line 1:1");
  EXPECT_EQ(PositionText("a\nbc", 3), "line 2:2");
  EXPECT_EQ(PositionText("\xc3\xa4x", 2), "line 1:2");
  EXPECT_EQ(PositionText("abc", 99), "line 1:4");
}

TEST(SqlTextTest, PutsArgumentsInTheirPlaces) {
  EXPECT_EQ(*WithArguments("a = ? AND b = '?' AND c = ?", {"1", "'x' -- y"}),
            "a = (1\n) AND b = '?' AND c = ('x' -- y\n)");
  EXPECT_NE(WithArguments("?", {}).error().message.find("expected 1 but found 0"),
            std::string::npos);
  EXPECT_NE(WithArguments("1", {"2"}).error().message.find("expected 0 but found 1"),
            std::string::npos);
}

TEST(SqlTextTest, TellsFailuresWithCodeAndPlace) {
  EXPECT_EQ(FailureText("SELECT\n nobody FROM t",
                        "Binder Error: Referenced column \"nobody\" not found in FROM "
                        "clause!\nCandidate bindings: \"a\"\n\n"
                        "LINE 2:  nobody FROM t\n         ^"),
            "COLUMN_NOT_FOUND: line 2:2: Column 'nobody' cannot be resolved");
  EXPECT_EQ(
      FailureText("SELECT 1/0", "Invalid Input Error: DIVISION_BY_ZERO: Division by zero\nmore"),
      "DIVISION_BY_ZERO: Division by zero");
  EXPECT_EQ(FailureText("x", "Conversion Error: Could not convert\nLINE 9: y\n ^"),
            "INVALID_CAST_ARGUMENT: Could not convert");
  EXPECT_EQ(FailureText("x", "something else"), "something else");
}

TEST(StatementTest, KnowsItsForms) {
  using Kind = Statement::Kind;
  struct Case {
    const char* sql;
    Kind kind;
    const char* catalog;
    const char* database;
    const char* table;
    bool forgiving;
  };
  for (const Case& one :
       {Case{"select 1", Kind::kQuery, "", "", "", false},
        Case{"WITH a AS (SELECT 1) SELECT * FROM a", Kind::kQuery, "", "", "", false},
        Case{"create database A;", Kind::kCreateDatabase, "", "a", "", false},
        Case{"CREATE SCHEMA IF NOT EXISTS `c`.\"d\" COMMENT 'x'", Kind::kCreateDatabase, "c", "d",
             "", true},
        Case{"DROP SCHEMA IF EXISTS a RESTRICT", Kind::kDropDatabase, "", "a", "", true},
        Case{"DROP TABLE c.d.e", Kind::kDropTable, "c", "d", "e", false},
        Case{"SHOW SCHEMAS", Kind::kShowDatabases, "", "", "", false},
        Case{"SHOW TABLES FROM d 'x*'", Kind::kShowTables, "", "d", "", false},
        Case{"DESC d.t", Kind::kDescribe, "", "d", "t", false},
        Case{"EXECUTE p", Kind::kExecute, "", "", "", false}}) {
    const auto statement = ParseStatement(one.sql);
    ASSERT_TRUE(statement) << one.sql << ": " << statement.error().message;
    EXPECT_EQ(statement->kind, one.kind) << one.sql;
    EXPECT_EQ(statement->catalog, one.catalog) << one.sql;
    EXPECT_EQ(statement->database, one.database) << one.sql;
    EXPECT_EQ(statement->table, one.table) << one.sql;
    EXPECT_EQ(statement->forgiving, one.forgiving) << one.sql;
  }
  EXPECT_EQ(ParseStatement("EXECUTE p USING 1, f(2, 3), 'a,b'")->arguments,
            (std::vector<std::string>{"1", "f(2, 3)", "'a,b'"}));
}

TEST(StatementTest, RefusesTheRest) {
  for (const char* sql : {"CREATE",
                          "CREATE VIEW v AS SELECT 1",
                          "CREATE TABLE t (a int)",
                          "CREATE DATABASE",
                          "CREATE DATABASE 1",
                          "CREATE DATABASE IF a",
                          "CREATE DATABASE a.b.c",
                          "CREATE DATABASE a COMMENT b",
                          "CREATE DATABASE a LOCATION 's3://b/'",
                          "DROP",
                          "DROP DATABASE",
                          "DROP DATABASE a CASCADE",
                          "DROP TABLE a.b.c.d",
                          "DROP TABLE IF a",
                          "DROP VIEW v",
                          "SHOW",
                          "SHOW COLUMNS IN t",
                          "SHOW TABLES IN",
                          "SHOW TABLES x y",
                          "DESCRIBE",
                          "DESCRIBE FORMATTED t",
                          "DESCRIBE a b",
                          "MSCK REPAIR TABLE t",
                          "ALTER TABLE t ADD COLUMN a int",
                          "INSERT INTO t VALUES (1)",
                          "DELETE FROM t",
                          "UPDATE t SET a = 1",
                          "MERGE INTO t USING u ON 1",
                          "VACUUM t",
                          "OPTIMIZE t",
                          "UNLOAD (SELECT 1) TO 'x'",
                          "PREPARE p FROM SELECT 1",
                          "EXPLAIN SELECT 1",
                          "EXECUTE",
                          "EXECUTE p USING",
                          "EXECUTE p USING 1,",
                          "EXECUTE p USING )",
                          "EXECUTE p q",
                          "SELECT 'a"}) {
    EXPECT_FALSE(ParseStatement(sql)) << sql;
  }
}

}  // namespace
}  // namespace firn::services::athena
