#include "services/s3/s3.h"

#include <gtest/gtest.h>

#include "services/s3/access.h"
#include "services/s3/attributes.h"
#include "services/s3/conditions.h"
#include "services/s3/copy.h"
#include "services/s3/lock.h"
#include "services/s3/parts.h"
#include "services/s3/rules.h"
#include "services/s3/tags.h"

namespace firn::services::s3 {
namespace {

template <class T>
std::string CodeOf(const Result<T>& result) {
  return result ? "" : result.error().code;
}

Time At(int64_t seconds) { return FromEpochSeconds(static_cast<double>(seconds)); }

objects::ObjectInfo Info() {
  objects::ObjectInfo info;
  info.key = "k";
  info.etag = "abc";
  info.modified = At(1000);
  return info;
}

TEST(Conditions, FollowTheOrderOfTheStandard) {
  EXPECT_TRUE(CheckConditions({"\"abc\"", {}, {}, {}}, Info()));
  EXPECT_EQ(CodeOf(CheckConditions({"\"abd\"", {}, {}, {}}, Info())), "PreconditionFailed");
  EXPECT_EQ(CodeOf(CheckConditions({{}, "abc", {}, {}}, Info())), "NotModified");
  EXPECT_EQ(CodeOf(CheckConditions({{}, {}, At(1000), {}}, Info())), "NotModified");
  EXPECT_EQ(CodeOf(CheckConditions({{}, {}, {}, At(999)}, Info())), "PreconditionFailed");
  // An ETag that matches outweighs a time, either way.
  EXPECT_TRUE(CheckConditions({"abc", {}, {}, At(1)}, Info()));
  EXPECT_TRUE(CheckConditions({{}, "abd", At(2000), {}}, Info()));
  EXPECT_EQ(CodeOf(CheckSourceConditions({{}, "abc", {}, {}}, Info())), "PreconditionFailed");
}

TEST(Ranges, OfCopiesMustLieWithinTheSource) {
  const auto range = ParseCopyRange("bytes=2-4", 5);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->first, 2u);
  EXPECT_EQ(range->length, 3u);
  for (const char* bad :
       {"bytes=2-5", "bytes=-2", "bytes=2-", "2-4", "bytes=4-2", "bytes=a-b", ""}) {
    EXPECT_EQ(CodeOf(ParseCopyRange(bad, 5)), "InvalidArgument") << bad;
  }
}

TEST(Ranges, AtTheGreatestNumberDoNotWrap) {
  const auto range = ParseRange("bytes=1-18446744073709551615", 5);
  ASSERT_TRUE(range && *range);
  EXPECT_EQ((*range)->length, 4u);
}

TEST(CopySource, IsDecodedOnceAndKeepsItsVersion) {
  const CopySource source = ParseCopySource("/b/a%2Fb%3F+c?versionId=v%31");
  EXPECT_EQ(source.bucket, "b");
  EXPECT_EQ(source.key, "a/b?+c");
  EXPECT_EQ(source.version_id, "v1");
  EXPECT_EQ(ParseCopySource("nothing").bucket, "");
}

TEST(Tagging, IsDecodedAndLimited) {
  const auto tags = ParseTagging("a=1&b+c=%C3%BC&d");
  ASSERT_TRUE(tags);
  EXPECT_EQ(*tags, (Tags{{"a", "1"}, {"b c", "\xC3\xBC"}, {"d", ""}}));
  EXPECT_EQ(CodeOf(ParseTagging("a=1&a=2")), "InvalidTag");
  EXPECT_EQ(CodeOf(ParseTagging("aws:a=1")), "InvalidTag");
  EXPECT_EQ(CodeOf(ParseTagging("a=%FF")), "InvalidArgument");
  EXPECT_EQ(CodeOf(ParseTagging("a=%3Cb%3E")), "InvalidTag");
  EXPECT_EQ(CodeOf(ParseTagging("1&2&3&4&5&6&7&8&9&10&11")), "BadRequest");
}

TEST(Locks, HoldUntilTheirTime) {
  objects::ObjectInfo info = Info();
  EXPECT_TRUE(CheckUnlocked(info, Governance::kObeyed, At(1)));
  info.attributes.lock = {"GOVERNANCE", At(100), false};
  EXPECT_EQ(CodeOf(CheckUnlocked(info, Governance::kObeyed, At(99))), "AccessDenied");
  EXPECT_TRUE(CheckUnlocked(info, Governance::kBypassed, At(99)));
  EXPECT_TRUE(CheckUnlocked(info, Governance::kObeyed, At(100)));
  info.attributes.lock.mode = "COMPLIANCE";
  EXPECT_EQ(CodeOf(CheckUnlocked(info, Governance::kBypassed, At(99))), "AccessDenied");
  info.attributes.lock = {"", {}, true};
  EXPECT_EQ(CodeOf(CheckUnlocked(info, Governance::kBypassed, At(999))), "AccessDenied");
}

TEST(Locks, OfComplianceOnlyGrow) {
  const objects::Lock kept{"COMPLIANCE", At(100), false};
  EXPECT_TRUE(
      CheckRetentionChange(kept, {"COMPLIANCE", At(200), false}, Governance::kObeyed, At(1)));
  EXPECT_FALSE(
      CheckRetentionChange(kept, {"COMPLIANCE", At(50), false}, Governance::kBypassed, At(1)));
  EXPECT_FALSE(
      CheckRetentionChange(kept, {"GOVERNANCE", At(200), false}, Governance::kBypassed, At(1)));
  EXPECT_FALSE(CheckRetentionChange(kept, {}, Governance::kBypassed, At(1)));
  EXPECT_TRUE(CheckRetentionChange(kept, {}, Governance::kObeyed, At(100)));
  const objects::Lock governed{"GOVERNANCE", At(100), false};
  EXPECT_FALSE(CheckRetentionChange(governed, {}, Governance::kObeyed, At(1)));
  EXPECT_TRUE(CheckRetentionChange(governed, {}, Governance::kBypassed, At(1)));
}

TEST(Parts, ChecksumTypesThatGoTogether) {
  EXPECT_EQ(*ChecksumTypeOf("CRC64NVME", {}), "FULL_OBJECT");
  EXPECT_EQ(*ChecksumTypeOf("CRC32", {}), "COMPOSITE");
  EXPECT_EQ(*ChecksumTypeOf("CRC32", "FULL_OBJECT"), "FULL_OBJECT");
  EXPECT_EQ(CodeOf(ChecksumTypeOf("SHA256", "FULL_OBJECT")), "InvalidRequest");
  EXPECT_EQ(CodeOf(ChecksumTypeOf("CRC64NVME", "COMPOSITE")), "InvalidRequest");
}

TEST(Checksums, MustBeOfTheirAlgorithmsLength) {
  EXPECT_TRUE(CheckChecksumText({{"CRC32", "AAAAAA=="}}));
  EXPECT_TRUE(CheckChecksumText({{"CRC32", "AAAAAA==-3"}}));
  EXPECT_EQ(CodeOf(CheckChecksumText({{"SHA256", "AAAAAA=="}})), "InvalidRequest");
  EXPECT_EQ(CodeOf(CheckChecksumText({{"CRC32", "AAAAAA=="}, {"SHA1", "x"}})), "InvalidRequest");
}

std::string PolicyText(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*",)" +
         statement + "}]}";
}

TEST(Policies, ArePublicUnlessAFixedConditionNarrowsThem) {
  const auto open = [](const std::string& statement) {
    return *IsPublicPolicy(PolicyText(statement));
  };
  EXPECT_TRUE(open(R"("Principal":"*")"));
  EXPECT_TRUE(open(R"("Principal":{"AWS":"*"})"));
  EXPECT_FALSE(open(R"("Principal":{"AWS":"arn:aws:iam::111122223333:root"})"));
  EXPECT_FALSE(open(R"("Principal":"*","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}})"));
  EXPECT_TRUE(open(R"("Principal":"*","Condition":{"StringLike":{"aws:SourceVpc":"*"}})"));
  EXPECT_TRUE(open(R"("Principal":"*","Condition":{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}})"));
  EXPECT_TRUE(open(R"("Principal":"*","Condition":{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}})"));
  EXPECT_TRUE(open(R"("Principal":"*","Condition":{"StringEquals":{"s3:prefix":"a"}})"));
}

TEST(Policies, MustBeOfTheBucket) {
  const std::string good = PolicyText(R"("Principal":"*")");
  EXPECT_TRUE(CheckBucketPolicy(good, "b"));
  EXPECT_EQ(CodeOf(CheckBucketPolicy(good, "c")), "MalformedPolicy");
  EXPECT_EQ(CodeOf(CheckBucketPolicy("[]", "b")), "MalformedPolicy");
  EXPECT_EQ(CodeOf(CheckBucketPolicy(good + std::string(21 * 1024, ' '), "b")), "PolicyTooLarge");
}

TEST(Lists, AreReadFromHeadersAndNames) {
  const std::string owner = CanonicalId(*AccountId::Parse("111122223333"));
  AclRequest canned;
  canned.canned = "public-read";
  EXPECT_EQ(ParseAcl(canned, owner)->size(), 2u);
  AclRequest headers;
  headers.headers = {
      {"READ", "id=\"" + owner + "\", uri=\"http://acs.amazonaws.com/groups/global/AllUsers\""}};
  EXPECT_EQ(ParseAcl(headers, owner)->size(), 2u);
  headers.headers = {{"READ", "emailAddress=\"a@b\""}};
  EXPECT_EQ(CodeOf(ParseAcl(headers, owner)), "UnresolvableGrantByEmailAddress");
  headers.headers = {{"READ", "uri=\"http://example.com/everybody\""}};
  EXPECT_EQ(CodeOf(ParseAcl(headers, owner)), "InvalidArgument");
}

TEST(Lifecycle, GivesRulesTheSameIdsAgain) {
  api::s3::BucketLifecycleConfiguration document;
  auto& rule = document.rules.emplace_back();
  rule.status = "Enabled";
  rule.filter.emplace().prefix = "";
  rule.expiration.emplace().days = 1;
  auto again = document;
  EXPECT_TRUE(CheckLifecycle(document));
  EXPECT_TRUE(CheckLifecycle(again));
  EXPECT_FALSE(document.rules[0].id->empty());
  EXPECT_EQ(document.rules[0].id, again.rules[0].id);
}

}  // namespace
}  // namespace firn::services::s3
