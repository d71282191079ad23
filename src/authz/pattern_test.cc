#include "authz/pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace firn::authz {
namespace {

struct Row {
  const char* pattern;
  const char* text;
  bool matches;
};

TEST(Pattern, Matches) {
  const Row rows[] = {
      {"", "", true},           {"", "a", false},          {"*", "", true},
      {"*", "a/b:c", true},     {"?", "", false},          {"?", "a", true},
      {"a*c", "abc", true},     {"a*c", "ac", true},       {"a*c", "acb", false},
      {"*a*b*", "xaybz", true}, {"*a*b*", "xbya", false},  {"a**b", "ab", true},
      {"ab", "AB", false},      {"*.gz", "a.gz.gz", true}, {"a?*", "a", false},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(Matches(WildcardPattern(row.pattern), row.text), row.matches)
        << row.pattern << " " << row.text;
  }
  EXPECT_TRUE(Matches(WildcardPattern("S3:get*"), "s3:GetObject", Case::kInsensitive));
  EXPECT_FALSE(Matches(LiteralPattern("*"), "a"));
  EXPECT_TRUE(Matches(LiteralPattern("*"), "*"));
}

TEST(Pattern, StaysFastOnHostileInput) {
  std::string pattern, text(4000, 'a');
  for (int i = 0; i < 200; ++i) pattern += "a*";
  EXPECT_FALSE(Matches(WildcardPattern(pattern + "b"), text));
}

TEST(Pattern, MatchesArnsByPart) {
  const std::string arn = "arn:aws:s3tables:us-east-1:111122223333:bucket/b/table/x:y";
  EXPECT_TRUE(MatchesArn(WildcardPattern("arn:aws:s3tables:*:111122223333:bucket/*"), arn));
  EXPECT_FALSE(MatchesArn(WildcardPattern("arn:aws:s3tables:*"), arn));
  EXPECT_FALSE(MatchesArn(WildcardPattern("arn:aws:s3tables::111122223333:bucket/*"), arn));
  EXPECT_FALSE(MatchesArn(WildcardPattern("*"), "no arn"));
}

}  // namespace
}  // namespace firn::authz
