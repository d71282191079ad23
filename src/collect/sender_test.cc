#include "collect/sender.h"

#include <gtest/gtest.h>

#include "collect/limits.h"
#include "collect/testing/fake_firehose.h"
#include "sys/testing/fake_pause.h"
#include "sys/testing/fake_random.h"

namespace firn::collect {
namespace {

using testing::FakeFirehose;

struct SenderTest : ::testing::Test {
  FakeFirehose firehose;
  sys::testing::FakeClock clock;
  sys::testing::FakePause pause{clock};
  sys::testing::FakeRandom random;
  api::Call call;
  Sender sender{firehose, [this] { return call; }, clock, pause, random};

  std::vector<std::string> Numbers(size_t count) {
    std::vector<std::string> records;
    for (size_t i = 0; i < count; ++i) records.push_back("{\"n\":" + std::to_string(i) + "}");
    return records;
  }
};

TEST_F(SenderTest, KeepsToRecordsPerBatch) {
  ASSERT_TRUE(sender.Send("s", Numbers(kBatchRecordsMax + 1)));
  EXPECT_EQ(firehose.batch_sizes, (std::vector<size_t>{kBatchRecordsMax, 1}));
  EXPECT_EQ(firehose.records["s"], Numbers(kBatchRecordsMax + 1));
}

TEST_F(SenderTest, KeepsToBytesPerBatch) {
  const std::string half_megabyte(kBatchBytesMax / 8, 'x');
  ASSERT_TRUE(sender.Send("s", std::vector<std::string>(8, half_megabyte)));
  EXPECT_EQ(firehose.batch_sizes, (std::vector<size_t>{8}));
  std::vector<std::string> records(8, half_megabyte);
  records[7] += 'x';
  ASSERT_TRUE(sender.Send("s", records));
  EXPECT_EQ(firehose.batch_sizes, (std::vector<size_t>{8, 7, 1}));
}

TEST_F(SenderTest, NothingMakesNoCall) {
  ASSERT_TRUE(sender.Send("s", {}));
  EXPECT_TRUE(firehose.batch_sizes.empty());
}

TEST_F(SenderTest, PutsOnlyTheFailedAgain) {
  firehose.answers.push_back(FakeFirehose::FailAt({1, 3}, "InternalFailure"));
  firehose.answers.push_back(FakeFirehose::FailAt({0}, "ServiceUnavailableException"));
  ASSERT_TRUE(sender.Send("s", Numbers(5)));
  EXPECT_EQ(firehose.batch_sizes, (std::vector<size_t>{5, 2, 1}));
  const auto all = Numbers(5);
  EXPECT_EQ(firehose.records["s"],
            (std::vector<std::string>{all[0], all[2], all[4], all[3], all[1]}));
  const auto pauses = pause.pauses();
  ASSERT_EQ(pauses.size(), 2u);
  EXPECT_GE(pauses[0], kPutBackoffFirst / 2);
  EXPECT_LE(pauses[0], kPutBackoffFirst);
  EXPECT_GE(pauses[1], kPutBackoffFirst);
  EXPECT_LE(pauses[1], kPutBackoffFirst * 2);
}

TEST_F(SenderTest, GivesUpAfterTheLastAttempt) {
  for (int i = 0; i < kPutAttemptsMax + 1; ++i) {
    firehose.answers.push_back(FakeFirehose::FailAt({0}, "ServiceUnavailableException"));
  }
  const auto sent = sender.Send("s", Numbers(1));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, Kind::kThrottled);
  EXPECT_EQ(firehose.batch_sizes.size(), static_cast<size_t>(kPutAttemptsMax));
  EXPECT_EQ(pause.pauses().size(), static_cast<size_t>(kPutAttemptsMax - 1));
}

TEST_F(SenderTest, FailedRecordsWithoutThrottlingAreUnavailable) {
  for (int i = 0; i < kPutAttemptsMax; ++i) {
    firehose.answers.push_back(FakeFirehose::FailAt({0}, "InternalFailure"));
  }
  const auto sent = sender.Send("s", Numbers(1));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, Kind::kUnavailable);
}

TEST_F(SenderTest, AResponseThatNamesNoRecordsIsNoSuccess) {
  for (int i = 0; i < kPutAttemptsMax; ++i) {
    firehose.answers.push_back(
        [](const FakeFirehose::Batch& input) -> Result<FakeFirehose::BatchOutput> {
          FakeFirehose::BatchOutput output;
          output.failed_put_count = static_cast<int32_t>(input.records.size());
          output.request_responses.resize(input.records.size() + 1);
          return output;
        });
  }
  EXPECT_FALSE(sender.Send("s", Numbers(2)));
}

TEST_F(SenderTest, DoesNotRepeatWhatWillStayWrong) {
  firehose.answers.push_back(FakeFirehose::FailCall(Kind::kDenied));
  const auto sent = sender.Send("s", Numbers(1));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().kind, Kind::kDenied);
  EXPECT_EQ(firehose.batch_sizes.size(), 1u);
}

TEST_F(SenderTest, StopsAtTheDeadline) {
  call.deadline = clock.Now() + kPutBackoffFirst / 2;
  firehose.answers.push_back(FakeFirehose::FailCall(Kind::kUnavailable));
  EXPECT_FALSE(sender.Send("s", Numbers(1)));
  EXPECT_EQ(firehose.batch_sizes.size(), 1u);
  EXPECT_TRUE(pause.pauses().empty());
}

}  // namespace
}  // namespace firn::collect
