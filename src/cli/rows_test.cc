#include "cli/rows.h"

#include <gtest/gtest.h>

namespace firn::cli {
namespace {

converge::QueryAnswer Answer() {
  converge::QueryAnswer answer;
  answer.columns = {{"id", "bigint"}, {"text", "varchar"}, {"share", "double"}, {"ok", "boolean"}};
  answer.rows = {{"1", "plain", "0.5", "true"},
                 {"9223372036854775807", "a,\"b\"\nc", "NaN", "false"},
                 {std::nullopt, "", std::nullopt, std::nullopt}};
  return answer;
}

TEST(RowsTest, Table) {
  EXPECT_EQ(RowsText(Answer(), RowFormat::kTable),
            "id                   text     share  ok   \n"
            "-------------------  -------  -----  -----\n"
            "1                    plain    0.5    true \n"
            "9223372036854775807  a,\"b\" c  NaN    false\n"
            "NULL                          NULL   NULL \n"
            "(3 rows)\n");
}

TEST(RowsTest, TableCutsBetweenCharacters) {
  converge::QueryAnswer answer;
  answer.columns = {{"x", "varchar"}};
  std::string text(56, 'a');
  answer.rows = {{text + "\xc3\xa4" + std::string(10, 'b')}};
  const std::string shown = RowsText(answer, RowFormat::kTable);
  EXPECT_NE(shown.find(text + "..."), std::string::npos) << shown;
  EXPECT_NE(shown.find("(1 row)"), std::string::npos);
}

TEST(RowsTest, Csv) {
  EXPECT_EQ(RowsText(Answer(), RowFormat::kCsv),
            "id,text,share,ok\n1,plain,0.5,true\n9223372036854775807,\"a,\"\"b\"\"\nc\",NaN,"
            "false\n,,,\n");
}

TEST(RowsTest, JsonKeepsWhatItCanHold) {
  converge::QueryAnswer answer = Answer();
  answer.rows.resize(2);
  answer.rows[1][0] = "9223372036854775808";  // no int64
  const std::string text = RowsText(answer, RowFormat::kJson);
  EXPECT_NE(text.find("\"id\": 1,"), std::string::npos) << text;
  EXPECT_NE(text.find("\"share\": 0.5"), std::string::npos) << text;
  EXPECT_NE(text.find("\"ok\": true"), std::string::npos) << text;
  EXPECT_NE(text.find("\"id\": \"9223372036854775808\""), std::string::npos) << text;
  EXPECT_NE(text.find("\"share\": \"NaN\""), std::string::npos) << text;
  answer.rows.clear();
  EXPECT_EQ(RowsText(answer, RowFormat::kJson), "[]\n");
}

}  // namespace
}  // namespace firn::cli
