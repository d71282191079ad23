#include "base/ids.h"

#include <gtest/gtest.h>

namespace firn {
namespace {

TEST(AccountId, HasTwelveDigits) {
  EXPECT_EQ(AccountId::Parse("123456789012")->text(), "123456789012");
  for (const auto text :
       {"", "12345678901", "1234567890123", "12345678901x", " 23456789012", "-23456789012"}) {
    const auto parsed = AccountId::Parse(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, Kind::kInvalid);
  }
  EXPECT_TRUE(AccountId().empty());
}

TEST(Region, HoldsPlainNamesOfLimitedLength) {
  EXPECT_EQ(Region::Parse("us-east-1")->text(), "us-east-1");
  EXPECT_TRUE(Region::Parse(std::string(32, 'a')));
  for (const auto& text :
       {std::string(), std::string(33, 'a'), std::string("US-EAST-1"), std::string("us_east_1"),
        std::string("us/east"), std::string("us east")}) {
    EXPECT_FALSE(Region::Parse(text)) << text;
  }
}

TEST(Arn, KeepsColonsAndSlashesOfTheResource) {
  const auto arn = Arn::Parse("arn:aws:logs:eu-west-1:123456789012:log-group:/aws/x:log-stream:y");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->service, "logs");
  EXPECT_EQ(arn->region, "eu-west-1");
  EXPECT_EQ(arn->account, "123456789012");
  EXPECT_EQ(arn->resource, "log-group:/aws/x:log-stream:y");
  EXPECT_EQ(arn->text(), "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/x:log-stream:y");
}

TEST(Arn, IsBuiltForEachKindOfService) {
  const auto account = *AccountId::Parse("123456789012");
  EXPECT_EQ(Arn::Of("glue", *Region::Parse("us-east-1"), account, "database/a").text(),
            "arn:aws:glue:us-east-1:123456789012:database/a");
  EXPECT_EQ(Arn::Global("iam", account, "role/r").text(), "arn:aws:iam::123456789012:role/r");
  EXPECT_EQ(Arn::S3("bucket/key").text(), "arn:aws:s3:::bucket/key");
}

TEST(Arn, RefusesWhatIsNotOne) {
  for (const auto text : {"", "arn", "arn:aws:s3:::", "arn:aws:s3::", "arm:aws:s3:::b",
                          "arn::s3:::b", "arn:aws::::b"}) {
    EXPECT_FALSE(Arn::Parse(text)) << text;
  }
}

}  // namespace
}  // namespace firn
