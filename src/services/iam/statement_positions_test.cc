#include "services/iam/statement_positions.h"

#include <gtest/gtest.h>

namespace firn::services::iam {
namespace {

TEST(StatementPositions, AreThoseOfTheSimulator) {
  const auto one = StatementPositions(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*",)"
      R"("Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":)"
      R"("2018-08-16T12:00:00Z"}}}})");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].start_column, 38);
  EXPECT_EQ(one[0].end_column, 167);
}

TEST(StatementPositions, CountLinesAndSeeThroughStrings) {
  const auto two = StatementPositions(
      "{\n \"Id\": \"}{\\\"Statement\\\":[{\",\n \"Statement\": [\n  {\"Sid\": \"{\"},\n  {}\n "
      "]\n}");
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0].start_line, 4);
  EXPECT_EQ(two[0].start_column, 4);
  EXPECT_EQ(two[1].start_line, 5);
  EXPECT_EQ(two[1].end_column, 5);
}

TEST(StatementPositions, OnlyTheDocumentsOwnStatementCounts) {
  EXPECT_TRUE(StatementPositions(R"({"Version":"x"})").empty());
  EXPECT_EQ(StatementPositions(R"({"A":{"Statement":{}},"Statement":{}})").size(), 1u);
}

}  // namespace
}  // namespace firn::services::iam
