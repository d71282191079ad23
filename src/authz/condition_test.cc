#include "authz/condition.h"

#include <gtest/gtest.h>

namespace firn::authz {
namespace {

Context Sample() {
  Context context;
  context.Set("aws:username", "anna");
  context.Set("aws:SourceIp", "10.1.2.3");
  context.Set("aws:CurrentTime", "2026-11-21T06:00:00Z");
  context.Set("aws:EpochTime", "1795240800");
  context.Set("aws:SecureTransport", "true");
  context.Set("s3:max-keys", "10");
  context.Set("aws:PrincipalArn", "arn:aws:iam::111122223333:role/team/Writer");
  context.Set("aws:TagKeys", std::vector<std::string>{"env", "owner"});
  context.Set("x:bytes", "aGVsbG8=");
  context.Set("x:word", "abc");
  context.Set("x:empty", std::vector<std::string>{});
  return context;
}

// Whether a statement of this effect with this Condition element applies to the sample request.
bool Applies(std::string_view condition, std::string_view effect,
             std::string_view version = "2012-10-17") {
  std::string text = R"({"Version":")" + std::string(version) + R"(","Statement":{"Effect":")" +
                     std::string(effect) + R"(","Action":"*","Resource":"*","Condition":)" +
                     std::string(condition) + "}}";
  auto policy = ReadPolicy(text, PolicyKind::kIdentity);
  EXPECT_TRUE(policy) << condition;
  if (!policy) return false;
  return ConditionsHold(policy->statements[0], Sample(),
                        policy->variables ? Variables::kExpanded : Variables::kLiteral);
}

struct Row {
  const char* condition;
  bool holds;
};

const Row kRows[] = {
    {R"({})", true},
    {R"({"StringEquals":{"aws:username":"anna"}})", true},
    {R"({"StringEquals":{"AWS:UserName":"anna"}})", true},
    {R"({"StringEquals":{"aws:username":"Anna"}})", false},
    {R"({"StringEquals":{"aws:username":["bert","anna"]}})", true},
    {R"({"StringEquals":{"aws:username":"a*"}})", false},
    {R"({"StringEquals":{"x:missing":"a"}})", false},
    {R"({"StringEquals":{"x:empty":"a"}})", false},
    {R"({"StringEqualsIfExists":{"x:missing":"a"}})", true},
    {R"({"StringEqualsIfExists":{"aws:username":"bert"}})", false},
    {R"({"StringNotEquals":{"aws:username":"anna"}})", false},
    {R"({"StringNotEquals":{"aws:username":["anna","bert"]}})", false},
    {R"({"StringNotEquals":{"aws:username":["bert","carl"]}})", true},
    {R"({"StringNotEquals":{"x:missing":"a"}})", true},
    {R"({"StringEqualsIgnoreCase":{"aws:username":"ANNA"}})", true},
    {R"({"StringNotEqualsIgnoreCase":{"aws:username":"ANNA"}})", false},
    {R"({"StringLike":{"aws:username":"a*"}})", true},
    {R"({"StringLike":{"aws:username":"?nn?"}})", true},
    {R"({"StringLike":{"aws:username":"A*"}})", false},
    {R"({"StringNotLike":{"aws:username":"a*"}})", false},
    {R"({"StringEquals":{"x:word":"abc"},"StringLike":{"aws:username":"b*"}})", false},
    {R"({"StringEquals":{"x:word":"abc","aws:username":"bert"}})", false},
    {R"({"NumericEquals":{"s3:max-keys":10}})", true},
    {R"({"NumericEquals":{"s3:max-keys":"10.0"}})", true},
    {R"({"NumericNotEquals":{"s3:max-keys":"10"}})", false},
    {R"({"NumericLessThan":{"s3:max-keys":"10"}})", false},
    {R"({"NumericLessThanEquals":{"s3:max-keys":"10"}})", true},
    {R"({"NumericGreaterThan":{"s3:max-keys":"9"}})", true},
    {R"({"NumericGreaterThanEquals":{"s3:max-keys":"11"}})", false},
    {R"({"DateGreaterThan":{"aws:CurrentTime":"2026-11-21T05:59:59Z"}})", true},
    {R"({"DateLessThan":{"aws:CurrentTime":"2026-11-21T05:59:59Z"}})", false},
    {R"({"DateLessThanEquals":{"aws:CurrentTime":"2026-11-21T06:00:00Z"}})", true},
    {R"({"DateEquals":{"aws:CurrentTime":"1795240800"}})", true},
    {R"({"DateNotEquals":{"aws:CurrentTime":"1795240800"}})", false},
    {R"({"DateGreaterThanEquals":{"aws:EpochTime":"2026-11-21T06:00:00Z"}})", true},
    {R"({"NumericGreaterThan":{"aws:EpochTime":"1795240799"}})", true},
    {R"({"Bool":{"aws:SecureTransport":"true"}})", true},
    {R"({"Bool":{"aws:SecureTransport":true}})", true},
    {R"({"Bool":{"aws:SecureTransport":"false"}})", false},
    {R"({"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}})", true},
    {R"({"Bool":{"aws:MultiFactorAuthPresent":"true"}})", false},
    {R"({"BinaryEquals":{"x:bytes":"aGVsbG8="}})", true},
    {R"({"BinaryEquals":{"x:bytes":"aGVsbG9v"}})", false},
    {R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", true},
    {R"({"IpAddress":{"aws:SourceIp":"10.1.2.3"}})", true},
    {R"({"IpAddress":{"aws:SourceIp":["192.168.0.0/16","10.1.2.0/25"]}})", true},
    {R"({"IpAddress":{"aws:SourceIp":"10.1.2.4/30"}})", false},
    {R"({"IpAddress":{"aws:SourceIp":"2001:db8::/32"}})", false},
    {R"({"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}})", false},
    {R"({"NotIpAddress":{"aws:SourceIp":"192.168.0.0/16"}})", true},
    {R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/team/Writer"}})", true},
    {R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/team/*"}})", true},
    {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}})", true},
    {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:*"}})", false},
    {R"({"ArnLike":{"aws:PrincipalArn":"*"}})", true},
    {R"({"ArnLike":{"aws:username":"*"}})", false},
    {R"({"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}})", false},
    {R"({"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::*:user/*"}})", true},
    {R"({"Null":{"x:missing":"true"}})", true},
    {R"({"Null":{"x:empty":"true"}})", true},
    {R"({"Null":{"x:missing":"false"}})", false},
    {R"({"Null":{"aws:username":"false"}})", true},
    {R"({"Null":{"aws:username":true}})", false},
    {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["env","owner","team"]}})", true},
    {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["env"]}})", false},
    {R"({"ForAllValues:StringEquals":{"x:missing":["env"]}})", true},
    {R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":["cost"]}})", true},
    {R"({"ForAllValues:StringNotEquals":{"aws:TagKeys":["env"]}})", false},
    {R"({"ForAnyValue:StringEquals":{"aws:TagKeys":["env"]}})", true},
    {R"({"ForAnyValue:StringEquals":{"aws:TagKeys":["cost"]}})", false},
    {R"({"ForAnyValue:StringEquals":{"x:missing":["env"]}})", false},
    {R"({"ForAnyValue:StringEqualsIfExists":{"x:missing":["env"]}})", true},
    {R"({"ForAnyValue:StringLike":{"aws:TagKeys":["own*"]}})", true},
    {R"({"StringEquals":{"aws:username":"${aws:username}"}})", true},
    {R"({"StringEquals":{"aws:username":"${x:missing, 'anna'}"}})", true},
    {R"({"StringEquals":{"aws:username":"${x:missing}"}})", false},
    {R"({"StringLike":{"x:word":"a${*}c"}})", false},
    {R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/${x:t, 'team'}/*"}})", true},
};

TEST(Conditions, HoldForBothEffectsWhenTheyAreUnderstood) {
  for (const Row& row : kRows) {
    EXPECT_EQ(Applies(row.condition, "Allow"), row.holds) << row.condition;
    EXPECT_EQ(Applies(row.condition, "Deny"), row.holds) << row.condition;
  }
}

TEST(Conditions, DecideAgainstTheCallerWhatIsNotUnderstood) {
  for (const char* condition : {
           R"({"StringIsh":{"aws:username":"anna"}})",
           R"({"NumericEquals":{"aws:username":"10"}})",
           R"({"NumericNotEquals":{"aws:username":"10"}})",
           R"({"NumericLessThan":{"s3:max-keys":"many"}})",
           R"({"DateLessThan":{"aws:CurrentTime":"tomorrow"}})",
           R"({"Bool":{"aws:username":"true"}})",
           R"({"BinaryEquals":{"aws:username":"%%%"}})",
           R"({"IpAddress":{"aws:SourceIp":"10.0.0.0/40"}})",
           R"({"IpAddress":{"aws:SourceIp":"here"}})",
           R"({"NotIpAddress":{"aws:SourceIp":"here"}})",
           R"({"Null":{"aws:username":"perhaps"}})",
           R"({"StringNotEquals":{"aws:username":"${x:missing}"}})",
           R"({"StringNotEquals":{"aws:username":"${aws:TagKeys}"}})",
       }) {
    EXPECT_FALSE(Applies(condition, "Allow")) << condition;
    EXPECT_TRUE(Applies(condition, "Deny")) << condition;
  }
}

TEST(Conditions, VariablesAreTextInOldVersions) {
  EXPECT_FALSE(
      Applies(R"({"StringEquals":{"aws:username":"${aws:username}"}})", "Allow", "2008-10-17"));
}

TEST(Expand, NeverTreatsValuesOfTheRequestAsWildcards) {
  Context context;
  context.Set("aws:username", "*");
  auto pattern =
      Expand("home/${aws:username}/?", context, Variables::kExpanded, Wildcards::kActive);
  ASSERT_TRUE(pattern);
  EXPECT_TRUE(Matches(*pattern, "home/*/a"));
  EXPECT_FALSE(Matches(*pattern, "home/anna/a"));
}

TEST(Expand, GivesNothingForUnclosedOrOddVariables) {
  Context context;
  for (const char* text : {"${", "${aws:username", "${a:b, default}", "${a:b, '}"}) {
    EXPECT_FALSE(Expand(text, context, Variables::kExpanded, Wildcards::kActive)) << text;
  }
}

}  // namespace
}  // namespace firn::authz
