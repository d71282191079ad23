#include "authz/policy.h"

#include <gtest/gtest.h>

namespace firn::authz {
namespace {

struct Refusal {
  const char* what;
  PolicyKind kind;
  const char* document;
  const char* message;
};

constexpr PolicyKind kIdentity = PolicyKind::kIdentity;
constexpr PolicyKind kTrust = PolicyKind::kTrust;
constexpr PolicyKind kResource = PolicyKind::kResource;

const Refusal kRefusals[] = {
    {"no JSON", kIdentity, "{", "This policy contains invalid Json"},
    {"a list", kIdentity, "[]", "Syntax errors in policy."},
    {"no statement", kIdentity, R"({"Version":"2012-10-17"})", "Syntax errors in policy."},
    {"empty statements", kIdentity, R"({"Statement":[]})", "Syntax errors in policy."},
    {"an unknown element", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"},"Extra":1})",
     "Syntax errors in policy."},
    {"an unknown statement element", kIdentity,
     R"({"Statement":{"Effect":"Allow","Actions":"s3:*","Resource":"*"}})",
     "Syntax errors in policy."},
    {"a version of the future", kIdentity,
     R"({"Version":"2030-01-01","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
     "Syntax errors in policy."},
    {"a resource policy of the future", kResource,
     R"({"Version":"2030-01-01","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*",
         "Resource":"*"}})",
     "Policy document must be version 2012-10-17 or greater."},
    {"no effect", kIdentity, R"({"Statement":{"Action":"*","Resource":"*"}})",
     "Syntax errors in policy."},
    {"a resource policy without effect", kResource,
     R"({"Statement":{"Principal":"*","Action":"s3:*","Resource":"*"}})",
     "Missing required field Effect"},
    {"an effect in lower case", kIdentity,
     R"({"Statement":{"Effect":"allow","Action":"*","Resource":"*"}})",
     "The policy failed legacy parsing"},
    {"an effect nobody knows", kIdentity,
     R"({"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}})", "Syntax errors in policy."},
    {"an IAM resource of no kind", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:iam:::thing"}})",
     "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
     "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, "
     "oidc-provider/, report/, access-report/."},
    {"an IAM resource in a region", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:iam:eu-west-1::user/a"}})",
     "IAM resource arn:aws:iam:eu-west-1::user/a cannot contain region information."},
    {"a bucket in a region", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:us-east-1::b"}})",
     "Resource arn:aws:s3:us-east-1::b can not contain region information."},
    {"a resource with a colon too few", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3::b"}})",
     "The policy failed legacy parsing"},
    {"a resource without vendor", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:aws"}})",
     "Resource vendor must be fully qualified and cannot contain regexes."},
    {"no action", kIdentity, R"({"Statement":{"Effect":"Allow","Resource":"*"}})",
     "Policy statement must contain actions."},
    {"no actions in the list", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":[],"Resource":"*"}})",
     "Policy statement must contain actions."},
    {"both action elements", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","NotAction":"s3:*","Resource":"*"}})",
     "Syntax errors in policy."},
    {"an action without vendor", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"GetObject","Resource":"*"}})",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
    {"an action with two colons", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"s3:Get:Object","Resource":"*"}})",
     "Actions/Condition can contain only one colon."},
    {"no resource", kIdentity, R"({"Statement":{"Effect":"Allow","Action":"*"}})",
     "Policy statement must contain resources."},
    {"no resources in the list", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":[]}})",
     "Policy statement must contain resources."},
    {"a resource that is no ARN", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"bucket"}})",
     "Resource bucket must be in ARN format or \"*\"."},
    {"a partition nobody knows", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"arn:oz:s3:::b"}})",
     "Partition \"oz\" is not valid for resource \"arn:oz:s3:::b\"."},
    {"a principal where none belongs", kIdentity,
     R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})",
     "Policy document should not specify a principal."},
    {"an unknown operator", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
         "Condition":{"StringIsh":{"aws:userid":"x"}}}})",
     "Syntax errors in policy."},
    {"Null does not take IfExists", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
         "Condition":{"NullIfExists":{"aws:userid":"true"}}}})",
     "Syntax errors in policy."},
    {"a condition key without vendor", kResource,
     R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*",
         "Condition":{"StringEquals":{"userid":"x"}}}})",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."},
    {"a date that is none", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
         "Condition":{"DateLessThan":{"aws:CurrentTime":"soon"}}}})",
     "The policy failed legacy parsing"},
    {"a condition value that is an object", kIdentity,
     R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
         "Condition":{"StringEquals":{"aws:userid":{}}}}})",
     "Syntax errors in policy."},
    {"a Sid with a hyphen", kIdentity,
     R"({"Statement":{"Sid":"a-b","Effect":"Allow","Action":"*","Resource":"*"}})",
     "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
     "expression [0-9A-Za-z]*"},
    {"two statements of one Sid", kIdentity,
     R"({"Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},
                      {"Sid":"a","Effect":"Deny","Action":"*","Resource":"*"}]})",
     "Statement IDs (SID) in a single policy must be unique."},
    {"a trust policy with a resource", kTrust,
     R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}})",
     "Has prohibited field Resource"},
    {"a trust policy without principal", kTrust,
     R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}})",
     "Missing required field Principal"},
    {"a trust policy about S3", kTrust,
     R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject"}})",
     "AssumeRole policy may only specify STS AssumeRole actions."},
    {"a wildcard inside a principal", kTrust,
     R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::111122223333:role/a*"}}})",
     "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:role/a*\""},
    {"a principal that is a group", kTrust,
     R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"AWS":"arn:aws:iam::111122223333:group/g"}}})",
     "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111122223333:group/g\""},
    {"a short account", kResource,
     R"({"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Principal":{"AWS":"1"}}})",
     "Invalid principal in policy: \"AWS\":\"1\""},
    {"a service that is none", kTrust,
     R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"me"}}})",
     "Invalid principal in policy: \"SERVICE\":\"me\""},
};

TEST(ParsePolicy, RefusesInTheWordsOfAws) {
  for (const Refusal& refusal : kRefusals) {
    auto policy = ParsePolicy(refusal.document, refusal.kind);
    ASSERT_FALSE(policy) << refusal.what;
    EXPECT_EQ(policy.error().kind, Kind::kInvalid) << refusal.what;
    EXPECT_EQ(policy.error().message, refusal.message) << refusal.what;
  }
}

TEST(ParsePolicy, FillsShortArnsUp) {
  auto policy = ParsePolicy(
      R"({"Statement":{"Effect":"Allow","Action":"*","Resource":["arn:aws:x","arn:aws:s3*"]}})",
      kIdentity);
  ASSERT_TRUE(policy);
  const std::vector<std::string> filled = {"arn:aws:x:*:*:*", "arn:aws:s3*"};
  EXPECT_EQ(policy->statements.at(0).resources, filled);
}

TEST(ParsePolicy, KeepsEveryElement) {
  auto policy = ParsePolicy(R"({"Version":"2012-10-17","Id":"i","Statement":[
      {"Sid":"One","Effect":"Deny","NotAction":["s3:Get*","glue:GetTable"],
       "NotResource":"arn:aws:s3:::b/*",
       "Condition":{"ForAnyValue:StringLikeIfExists":{"aws:TagKeys":["a","b"]},
                    "Bool":{"aws:SecureTransport":false},
                    "NumericLessThan":{"s3:max-keys":10}}}]})",
                            kIdentity);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_TRUE(policy->variables);
  EXPECT_EQ(policy->id, "i");
  ASSERT_EQ(policy->statements.size(), 1u);
  const Statement& statement = policy->statements[0];
  EXPECT_EQ(statement.sid, "One");
  EXPECT_EQ(statement.effect, Effect::kDeny);
  EXPECT_TRUE(statement.except_actions);
  EXPECT_EQ(statement.actions.size(), 2u);
  EXPECT_TRUE(statement.except_resources);
  ASSERT_EQ(statement.conditions.size(), 3u);
  EXPECT_EQ(statement.conditions[0].op.quantifier, ConditionOperator::Quantifier::kForAnyValue);
  EXPECT_TRUE(statement.conditions[0].op.if_exists);
  EXPECT_EQ(statement.conditions[1].values, std::vector<std::string>{"false"});
  EXPECT_EQ(statement.conditions[2].values, std::vector<std::string>{"10"});
}

TEST(ParsePolicy, AcceptsEveryFormOfPrincipal) {
  auto policy =
      ParsePolicy(R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{
      "AWS":["111122223333","arn:aws:iam::111122223333:root","arn:aws:iam::111122223333:user/p/u",
             "arn:aws:sts::111122223333:assumed-role/R/s","AROA1234567890123456","*"],
      "Service":"firehose.amazonaws.com","Federated":"accounts.google.com"}}})",
                  kTrust);
  ASSERT_TRUE(policy) << policy.error().message;
  const PolicyPrincipals& principals = policy->statements[0].principals;
  EXPECT_TRUE(principals.everyone);
  EXPECT_EQ(principals.aws.size(), 5u);
  EXPECT_EQ(principals.service, std::vector<std::string>{"firehose.amazonaws.com"});
  EXPECT_FALSE(policy->variables) << "without a version the document is of 2008";
}

TEST(ReadPolicy, KeepsOperatorsItDoesNotKnow) {
  auto policy = ReadPolicy(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*",
      "Condition":{"StringIsh":{"aws:userid":"x"}}}})",
                           kIdentity);
  ASSERT_TRUE(policy);
  EXPECT_EQ(policy->statements[0].conditions[0].op.comparison,
            ConditionOperator::Comparison::kUnknown);
}

TEST(ReadPolicy, CallsAnUnreadableDocumentCorrupt) {
  auto policy = ReadPolicy("nonsense", kIdentity);
  ASSERT_FALSE(policy);
  EXPECT_EQ(policy.error().kind, Kind::kCorrupt);
}

}  // namespace
}  // namespace firn::authz
