#include <gtest/gtest.h>

#include <set>

#include "base/encoding.h"
#include "services/firehose/testing/firehose_fixture.h"

namespace firn::services::firehose {
namespace {

namespace api_firehose = api::firehose;

TEST_F(FirehoseTest, DeliversAfterTheInterval) {
  Create();
  Put(Record());
  Pass(59);
  Put(Record());
  EXPECT_EQ(firehose_->RunOnce(), std::chrono::seconds(1));
  EXPECT_EQ(Rows(), 0);
  Pass(1);
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 2);
  EXPECT_EQ(Metadata()->CurrentSnapshot()->Summary("firn.log-range"), "1-2");
  EXPECT_EQ(Metric("DeliveryToIceberg.SuccessfulRowCount"), 2);
  EXPECT_EQ(Metric("IncomingRecords"), 2);
  EXPECT_TRUE(Keys().empty());
  Put(Record());
  EXPECT_EQ(firehose_->RunOnce(), std::chrono::seconds(60));
}

TEST_F(FirehoseTest, DeliversWhenTheBufferIsFull) {
  Create();
  const std::string filler(500 * 1024, 'x');
  Put(R"({"id":1,"kind":")" + filler + "\"}");
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  Put(R"({"id":2,"kind":")" + filler + "\"}");
  Put(R"({"id":3,"kind":")" + filler + "\"}");
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 3);
}

TEST_F(FirehoseTest, DeliversAtOnceWithoutInterval) {
  auto input = Input();
  input.iceberg_destination_configuration->buffering_hints->interval_in_seconds = 0;
  Create(input);
  Put(Record());
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 1);
}

TEST_F(FirehoseTest, WritesOneFileForEachPartition) {
  Create(Input("parted"));
  for (const char* kind : {"a", "b", "a", "c"}) Put(Record(kind));
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows("parted"), 4);
  const auto metadata = Metadata("parted");
  EXPECT_EQ(metadata->snapshots.size(), 1u);
  EXPECT_EQ(metadata->CurrentSnapshot()->Summary("added-data-files"), "3");
  EXPECT_EQ(metadata->CurrentSnapshot()->Summary("changed-partition-count"), "3");
  EXPECT_TRUE(disk_.List(directory_ / "data/spool")->empty());
}

TEST_F(FirehoseTest, PutsRecordsThatDoNotFitIntoTheErrorBucket) {
  Create();
  Put(Record());
  Put(R"({"kind":"no id"})");
  Put("not json");
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 1);
  ASSERT_EQ(Keys().size(), 1u);
  EXPECT_TRUE(Keys()[0].starts_with("bad/iceberg-failed/2026/01/01/00/s-1-2026-01-01-00-00-00-"))
      << Keys()[0];
  const auto lines = ErrorLines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["errorCode"].string_or(""), "Iceberg.MissingColumnWithinRecord");
  EXPECT_EQ(Base64Decode(lines[1]["rawData"].string_or("")), "not json");
  EXPECT_EQ(Metric("DeliveryToIceberg.FailedRowCount"), 2);
  EXPECT_EQ(LogEvents(), 2u);
}

TEST_F(FirehoseTest, RetriesARefusalUntilItIsRepaired) {
  Create();
  Put(Record());
  Pass(60);
  gate_.denied = {"s3tables:UpdateTableMetadataLocation"};
  firehose_->RunOnce();
  Pass(10);
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  EXPECT_TRUE(Keys().empty());
  gate_.denied.clear();
  Pass(10);
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 1);
  EXPECT_TRUE(Keys().empty());
}

TEST_F(FirehoseTest, GivesUpARefusalWhenTheRetriesExpire) {
  Create();
  Put(Record());
  Pass(60);
  gate_.denied = {"s3tables:PutTableData"};
  for (int i = 0; i < 5; ++i) {
    firehose_->RunOnce();
    Pass(10);
  }
  gate_.denied.clear();
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  const auto lines = ErrorLines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["errorCode"].string_or(""), "S3.AccessDenied");
  EXPECT_EQ(Metric("DeliveryToIceberg.FailedRowCount"), 1);
  Restart();
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 0);
  EXPECT_EQ(ErrorLines().size(), 1u);
}

TEST_F(FirehoseTest, KeepsRecordsWhileTheErrorBucketFails) {
  Create();
  Put("not json");
  gate_.denied = {"s3:PutObject"};
  EXPECT_FALSE(firehose_->Flush());
  Pass(1000);
  EXPECT_FALSE(firehose_->Flush());
  gate_.denied.clear();
  EXPECT_TRUE(firehose_->Flush());
  EXPECT_EQ(ErrorLines().size(), 1u);
}

TEST_F(FirehoseTest, PlansAgainAfterConflicts) {
  Create();
  Put(Record());
  commits_.conflicts = 5;
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(commits_.count, 6);
  EXPECT_EQ(Rows(), 1);
}

TEST_F(FirehoseTest, FindsItsOwnCommitAfterAnUnknownOutcome) {
  Create();
  Put(Record());
  commits_.fail_after = Kind::kUnknownOutcome;
  EXPECT_FALSE(firehose_->Flush());
  EXPECT_EQ(Rows(), 1);
  commits_.fail_after.reset();
  Put(Record());
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 2);
  EXPECT_TRUE(Keys().empty());
}

// Dies before the commit, after it, and between; every record is in the table or in the error
// bucket once.
TEST_F(FirehoseTest, DeliversOnceOverCrashes) {
  Create();
  for (int round = 0; round < 4; ++round) {
    Put(Record());
    Put("not json");
    if (round % 2 == 0) {
      commits_.fail_before = Kind::kUnavailable;
    } else {
      commits_.fail_after = Kind::kUnknownOutcome;
    }
    EXPECT_FALSE(firehose_->Flush());
    Restart();
    commits_.fail_before.reset();
    commits_.fail_after.reset();
    Put(Record());
    ASSERT_TRUE(firehose_->Flush());
    EXPECT_EQ(Rows(), 2 * (round + 1));
    EXPECT_EQ(ErrorLines().size(), static_cast<size_t>(round + 1));
    Restart();
    ASSERT_TRUE(firehose_->Flush());
    EXPECT_EQ(Rows(), 2 * (round + 1));
  }
}

// Rows that are in the error bucket already are not written again when the rest is given up.
TEST_F(FirehoseTest, GivesUpEachRowOnce) {
  Create();
  Put(Record());
  Put("not json");
  Put(Record());
  Pass(60);
  commits_.fail_before = Kind::kUnavailable;
  for (int i = 0; i < 8; ++i) {
    firehose_->RunOnce();
    if (i == 2) Restart();
    Pass(10);
  }
  commits_.fail_before.reset();
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 0);
  std::multiset<std::string> written;
  for (const auto& line : ErrorLines())
    written.insert(*Base64Decode(line["rawData"].string_or("")));
  EXPECT_EQ(written, (std::multiset<std::string>{R"({"id":1,"kind":"a"})", R"({"id":2,"kind":"a"})",
                                                 "not json"}));
  EXPECT_EQ(Metric("DeliveryToIceberg.FailedRowCount"), 3);
}

// A row that was decided to go to the error bucket goes there, though the process dies before the
// object is written and the table would take it now.
TEST_F(FirehoseTest, KeepsItsDecisionAboutARow) {
  Create();
  Put("not json");
  Put(Record());
  gate_.denied = {"s3:PutObject"};
  EXPECT_FALSE(firehose_->Flush());
  Restart();
  EXPECT_FALSE(firehose_->Flush());
  gate_.denied.clear();
  Restart();
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 1);
  EXPECT_EQ(ErrorLines().size(), 1u);
}

// The position is kept with the commit: a snapshot that expires before the restart takes no
// knowledge with it.
TEST_F(FirehoseTest, DeliversOnceThoughItsSnapshotExpired) {
  Create();
  Put(Record());
  commits_.fail_after = Kind::kUnavailable;
  EXPECT_FALSE(firehose_->Flush());
  commits_.fail_after.reset();
  ExpireSnapshots();
  Restart();
  Put(Record());
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 2);
  EXPECT_EQ(commits_.count, 2);
}

TEST_F(FirehoseTest, DeliversWhatWaitsBeforeItDeletes) {
  Create();
  Put(Record());
  ASSERT_TRUE(
      service_->DeleteDeliveryStream(Root(), Of<api_firehose::DeleteDeliveryStreamInput>("s")));
  EXPECT_EQ(Status(), "DELETING");
  api_firehose::PutRecordInput late;
  late.delivery_stream_name = "s";
  late.record.data = "{}";
  EXPECT_EQ(service_->PutRecord(Root(), late).error().code, "ResourceNotFoundException");
  firehose_->RunOnce();
  firehose_->RunOnce();
  EXPECT_EQ(Rows(), 1);
  EXPECT_EQ(Status(), "ResourceNotFoundException");
  EXPECT_TRUE(disk_.List(directory_ / "data/streams/111122223333/us-east-1")->empty());
  // A stream of the same name begins anew: its first numbers are not taken for the old one's.
  Create();
  Put(Record());
  ASSERT_TRUE(firehose_->Flush());
  EXPECT_EQ(Rows(), 2);
}

TEST_F(FirehoseTest, RunsUntilItIsStopped) {
  auto input = Input();
  input.iceberg_destination_configuration->buffering_hints->interval_in_seconds = 0;
  Create(input);
  std::atomic<bool> stop = false;
  {
    sys::Thread worker("delivery", [&] { firehose_->Run(stop); });
    Put(Record());
    ASSERT_TRUE(firehose_->Flush());
    stop = true;
    firehose_->Wake();
  }
  EXPECT_EQ(Rows(), 1);
}

}  // namespace
}  // namespace firn::services::firehose
