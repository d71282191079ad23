#include "services/glue/partition_expression.h"

#include <gtest/gtest.h>

#include "services/glue/name_pattern.h"
#include "services/glue/partition_value.h"

namespace firn::services::glue {
namespace {

using Values = std::vector<std::string>;

std::vector<api::glue::Column> Keys() {
  std::vector<api::glue::Column> keys;
  for (const auto& [name, type] :
       std::vector<std::pair<std::string, std::string>>{{"s", "string"},
                                                        {"i", "bigint"},
                                                        {"d", "date"},
                                                        {"t", "timestamp"},
                                                        {"x", "decimal(9,2)"},
                                                        {"f", "float"}}) {
    keys.push_back({name, type});
  }
  return keys;
}

// "true", "false", or the error's code.
std::string Answer(const std::string& expression, const Values& values) {
  const auto filter = PartitionFilter::Parse(expression, Keys());
  if (!filter) return filter.error().code;
  const auto matches = filter->Matches(values);
  if (!matches) return matches.error().code;
  return *matches ? "true" : "false";
}

TEST(PartitionExpression, FollowsSql) {
  const Values row = {"b c", "7", "2026-02-28", "2026-02-28 10:00:00.5", "1.50", "1"};
  const std::pair<const char*, const char*> cases[] = {
      {"s = 'b c'", "true"},
      {"S = 'b c'", "true"},
      {"\"s\" = 'b c'", "true"},
      {"'b c' = s", "true"},
      {"s = 'it''s'", "false"},
      {"s > 'a' and s < 'c'", "true"},
      {"i = 7 AND NOT i <> 7", "true"},
      {"NOT NOT i = 7", "true"},
      {"i = 1 OR i = 7 AND s = 'x'", "false"},
      {"(i = 1 OR i = 7) AND s = 'b c'", "true"},
      {"((((i)))) = ((7))", "true"},
      {"7 <= i", "true"},
      {"8 <= i", "false"},
      {"i != 8", "true"},
      {"i in (1, '7', 9)", "true"},
      {"i not in (1, 9)", "true"},
      {"i between 7 and 7", "true"},
      {"i not between -3 and +6", "true"},
      {"d = date '2026-02-28'", "true"},
      {"d < '2026-03-01'", "true"},
      {"t = '2026-02-28 10:00:00.500000000'", "true"},
      {"t > '2026-02-28 10:00:00.499999999'", "true"},
      {"x = 1.5", "true"},
      {"x = 15e-1", "true"},
      {"x < 10", "true"},
      {"x > -10", "true"},
      {"s like 'b%'", "true"},
      {"s like 'b_c'", "true"},
      {"s not like '_'", "true"},
      {"s is null", "false"},
      {"s is not null", "true"},
  };
  for (const auto& [expression, expected] : cases) {
    EXPECT_EQ(Answer(expression, row), expected) << expression;
  }
}

TEST(PartitionExpression, NullIsUnknown) {
  const Values row = {std::string(kNullPartition), std::string(kNullPartition)};
  for (const char* expression : {"s = 'a'", "NOT s = 'a'", "s <> 'a'", "s like '%'", "i in (1)",
                                 "i not in (1)", "i between 0 and 9", "s = 'a' and i = 1"}) {
    EXPECT_EQ(Answer(expression, row), "false") << expression;
  }
  EXPECT_EQ(Answer("s is null", row), "true");
  EXPECT_EQ(Answer("s is not null", row), "false");
  EXPECT_EQ(Answer("s is null or i = 1", row), "true");
}

TEST(PartitionExpression, RefusesWhatItIsNot) {
  const Values row = {"a", "1", "2026-01-01", "2026-01-01 00:00:00", "1", "1"};
  for (const char* expression : {"",
                                 "s",
                                 "s =",
                                 "= 'a'",
                                 "s = 'a",
                                 "s = 'a' and",
                                 "and s = 'a'",
                                 "s == 'a'",
                                 "s = s",
                                 "'a' = 'a'",
                                 "s = 'a' 'b'",
                                 "(s = 'a'",
                                 "s = 'a')",
                                 "s in ()",
                                 "s in ('a'",
                                 "s in 'a'",
                                 "s between 'a'",
                                 "s between 'a' or 'b'",
                                 "s like a",
                                 "s like 7",
                                 "s is 'a'",
                                 "s not = 'a'",
                                 "not",
                                 "()",
                                 "unknown = 1",
                                 "unknown is null",
                                 "i = 'x'",
                                 "i = 1.5",
                                 "i like '1'",
                                 "i = 99999999999999999999",
                                 "d = '2026-02-29'",
                                 "d = '2026-1-1'",
                                 "d like '%'",
                                 "t = '2026-01-01'",
                                 "t = '2026-01-01 00:00:00.'",
                                 "t = '2026-01-01 25:00:00'",
                                 "x = 'one'",
                                 "x = 1e99999",
                                 "x = .",
                                 "x like '1'",
                                 "f = 1",
                                 "s = 'a'; drop",
                                 "s = 'a' -- x",
                                 "s # 'a'"}) {
    EXPECT_EQ(Answer(expression, row), "InvalidInputException") << expression;
  }
  EXPECT_EQ(Answer("i = 1", {"a", "one"}), "InvalidStateException");
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "(s = 'a' or ";
  EXPECT_EQ(Answer(deep + "s = 'a'" + std::string(300, ')'), row), "InvalidInputException");
  EXPECT_EQ(Answer(std::string(1000, '(') + "s" + std::string(1000, ')') + " = 'a'", row), "true");
}

TEST(PartitionValue, LikeTakesNoMoreThanTheProductOfTheLengths) {
  std::string pattern;
  for (int i = 0; i < 500; ++i) pattern += "%a";
  EXPECT_FALSE(IsLike(std::string(5000, 'a') + "b", pattern));
  EXPECT_TRUE(IsLike(std::string(5000, 'a'), pattern));
  EXPECT_TRUE(IsLike("\xC3\xA9", "_"));
}

TEST(NamePattern, ReadsStarsAsGlueDoes) {
  const auto matches = [](const std::string& expression, std::string_view name) {
    const auto compiled = CompileNamePattern(expression);
    return compiled && (*compiled)(name);
  };
  EXPECT_TRUE(matches("*", "anything"));
  EXPECT_TRUE(matches("my*", "mytable"));
  EXPECT_TRUE(matches("*table*", "mytable_1"));
  EXPECT_TRUE(matches("trailing*.*", "trailingtest."));
  EXPECT_TRUE(matches("events.*", "events"));
  EXPECT_TRUE(matches("a|b", "b"));
  EXPECT_TRUE(matches("[a-c]*", "abc"));
  EXPECT_TRUE(matches("[]*]*", "]*"));
  EXPECT_TRUE(matches("\\w+_x", "table_x"));
  EXPECT_TRUE(matches("MyTable", "mytable"));
  EXPECT_FALSE(matches("my", "mytable"));
  EXPECT_FALSE(matches("[a-c]*", "abd"));
  for (const char* bad : {"(", "[a", "a{2,1}", "+", "a**b)"}) {
    EXPECT_EQ(CompileNamePattern(bad).error().code, "InvalidInputException") << bad;
  }
  std::string stars;
  for (int i = 0; i < 1000; ++i) stars += "*a";
  EXPECT_FALSE(matches(stars + "b", std::string(255, 'a')));
}

}  // namespace
}  // namespace firn::services::glue
