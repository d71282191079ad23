#include <gtest/gtest.h>

#include "format/compress.h"
#include "services/firehose/row_set.h"
#include "services/firehose/testing/firehose_fixture.h"

namespace firn::services::firehose {
namespace {

class ObjectTest : public FirehoseTest {
 protected:
  void SetUp() override {
    FirehoseTest::SetUp();
    MakeBucket("objects");
  }
};

TEST_F(ObjectTest, PutsRecordsOneAfterAnother) {
  Create(BucketInput());
  for (const char* data : {"one", "two", "three"}) Put(data);
  Pass(59);
  firehose_->RunOnce();
  EXPECT_TRUE(Keys("objects").empty());
  Pass(1);
  firehose_->RunOnce();
  const auto keys = Keys("objects");
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_TRUE(keys[0].starts_with("2026/01/01/00/s-1-2026-01-01-00-01-00-")) << keys[0];
  EXPECT_EQ(Text("objects", keys[0]), "onetwothree");
  EXPECT_EQ(Metric("DeliveryToS3.Records"), 3);
  EXPECT_EQ(Metric("DeliveryToS3.Bytes"), 11);
  Put("four");
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Keys("objects").size(), 2u);
}

TEST_F(ObjectTest, FollowsItsPrefixCompressionAndDelimiter) {
  auto input = BucketInput();
  auto& s3 = *input.extended_s3_destination_configuration;
  s3.prefix = "raw/!{timestamp:yyyy-MM-dd}/!{firehose:random-string}/";
  s3.error_output_prefix = "bad/!{firehose:error-output-type}/";
  s3.compression_format = "GZIP";
  auto& processing = s3.processing_configuration.emplace();
  processing.enabled = true;
  processing.processors.emplace().emplace_back().type = "AppendDelimiterToRecord";
  processing.processors->front().parameters = {{{"Delimiter", "\\n"}}};
  Create(input);
  Put("one");
  Put("two");
  ASSERT_TRUE(firehose_->Flush());
  const auto keys = Keys("objects");
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_TRUE(keys[0].starts_with("raw/2026-01-01/")) << keys[0];
  EXPECT_TRUE(keys[0].ends_with(".gz")) << keys[0];
  EXPECT_EQ(keys[0].find("/s-1-2026"), std::string("raw/2026-01-01/").size() + 11) << keys[0];
  EXPECT_EQ(*format::GzipDecompress(Text("objects", keys[0]), 1 << 20), "one\ntwo\n");
}

TEST_F(ObjectTest, PutsOnceOverCrashesAndRefusals) {
  auto input = BucketInput();
  input.extended_s3_destination_configuration->cloud_watch_logging_options = {true, "/fh",
                                                                              "events"};
  Create(input);
  Put("one");
  gate_.denied = {"s3:PutObject"};
  EXPECT_FALSE(firehose_->Flush());
  EXPECT_EQ(LogEvents(), 1u);
  Restart();
  Put("two");
  gate_.denied.clear();
  ASSERT_TRUE(firehose_->Flush());
  Restart();
  ASSERT_TRUE(firehose_->Flush());
  std::multiset<std::string> texts;
  for (const auto& key : Keys("objects")) texts.insert(Text("objects", key));
  EXPECT_EQ(texts, (std::multiset<std::string>{"one", "two"}));
}

TEST(RowSetTest, KeepsRunsOfNumbers) {
  RowSet set;
  for (const int64_t row : {1, 2, 3, 7, 9, 10}) AppendRow(set, row);
  EXPECT_EQ(set, (RowSet{1, 3, 7, 7, 9, 10}));
  EXPECT_EQ(CountRows(set), 6u);
  for (const int64_t row : {1, 2, 3, 7, 9, 10}) EXPECT_TRUE(HasRow(set, row)) << row;
  for (const int64_t row : {0, 4, 6, 8, 11}) EXPECT_FALSE(HasRow(set, row)) << row;
  EXPECT_FALSE(HasRow({}, 1));
  EXPECT_EQ(UnionOf(set, {4, 6, 12, 12}), (RowSet{1, 7, 9, 10, 12, 12}));
  EXPECT_EQ(UnionOf({}, set), set);
}

}  // namespace
}  // namespace firn::services::firehose
