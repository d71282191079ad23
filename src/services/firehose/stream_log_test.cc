#include "services/firehose/stream_log.h"

#include <gtest/gtest.h>

#include <set>

#include "sys/testing/faulty_disk.h"
#include "sys/testing/temp_directory.h"

namespace firn::services::firehose {
namespace {

const Time kNow = *ParseIso8601("2026-11-21T06:00:00Z");

class StreamLogTest : public testing::Test {
 protected:
  std::unique_ptr<StreamLog> Open(uint64_t delivered = 0, uint64_t segment_bytes = kSegmentBytes) {
    auto log = StreamLog::Open(disk_, {directory_ / "log", segment_bytes, delivered});
    EXPECT_TRUE(log) << log.error().message;
    return *std::move(log);
  }
  static uint64_t Put(StreamLog& log, const std::vector<std::string>& texts, Time when = kNow) {
    const std::vector<std::string_view> records(texts.begin(), texts.end());
    auto first = log.Append(records, when);
    EXPECT_TRUE(first) << first.error().message;
    return first.value_or(0);
  }
  static std::vector<std::string> All(const StreamLog& log, uint64_t after = 0) {
    auto slice = log.Read(after, UINT64_MAX, UINT64_MAX, SIZE_MAX);
    EXPECT_TRUE(slice);
    std::vector<std::string> texts;
    for (const LogRecord& record : slice->records) texts.emplace_back(record.data);
    return texts;
  }
  std::vector<std::string> Segments() { return *disk_.List(directory_ / "log"); }
  std::string Segment(size_t index) { return directory_ / "log/" + Segments()[index]; }
  // Changes the segment's bytes behind the log's back.
  void Rewrite(size_t index, const std::function<void(std::string&)>& change) {
    std::string bytes = *disk_.ReadAll(Segment(index));
    change(bytes);
    ASSERT_TRUE(disk_.WriteAtomically(Segment(index), bytes));
  }

  sys::testing::TempDirectory directory_;
  sys::SystemDisk disk_;
};

using Texts = std::vector<std::string>;

TEST_F(StreamLogTest, ReadsBackWhatWasAppended) {
  auto log = Open();
  EXPECT_EQ(Put(*log, {"a", "", "c"}), 1u);
  EXPECT_EQ(Put(*log, {std::string(kRecordBytesMax, 'x')}), 4u);
  EXPECT_EQ(All(*log), (Texts{"a", "", "c", std::string(kRecordBytesMax, 'x')}));
  EXPECT_EQ(All(*log, 3).size(), 1u);
  const auto some = log->Read(0, 2, UINT64_MAX, SIZE_MAX);
  ASSERT_TRUE(some);
  EXPECT_EQ(some->records.size(), 2u);
  EXPECT_EQ(some->records[1].arrival, kNow);
  const auto one = log->Read(0, UINT64_MAX, 1, SIZE_MAX);
  EXPECT_EQ(one->records.size(), 1u);
  const std::string big(kRecordBytesMax + 1, 'x');
  const std::string_view too_large = big;
  EXPECT_EQ(log->Append({&too_large, 1}, kNow).error().kind, Kind::kInvalid);
}

TEST_F(StreamLogTest, KeepsRecordsAndNumbersOverReopening) {
  { auto log = Open(); Put(*log, {"a", "b"}); Put(*log, {"c"}); }
  auto log = Open();
  EXPECT_EQ(All(*log), (Texts{"a", "b", "c"}));
  EXPECT_EQ(Put(*log, {"d"}), 4u);
  EXPECT_EQ(All(*log, 2), (Texts{"c", "d"}));
}

TEST_F(StreamLogTest, NumbersGrowWhenEverythingWasDelivered) {
  { auto log = Open(); Put(*log, {"a", "b"}); ASSERT_TRUE(log->Release(2)); }
  ASSERT_TRUE(disk_.RemoveTree(directory_ / "log"));
  auto log = Open(2);
  EXPECT_EQ(Put(*log, {"c"}), 3u);
}

TEST_F(StreamLogTest, CutsATornTailAtTheLastWholeRecord) {
  { auto log = Open(); Put(*log, {"first", "second"}); Put(*log, {"third record"}); }
  const size_t whole = disk_.ReadAll(Segment(0))->size();
  for (size_t cut = 1; cut < 24 + 12; ++cut) {
    const std::string before = *disk_.ReadAll(Segment(0));
    Rewrite(0, [&](std::string& bytes) { bytes.resize(whole - cut); });
    {
      auto log = Open();
      EXPECT_EQ(All(*log), (Texts{"first", "second"})) << cut;
      EXPECT_EQ(Put(*log, {"next"}), 3u);
    }
    EXPECT_EQ(All(*Open()), (Texts{"first", "second", "next"})) << cut;
    ASSERT_TRUE(disk_.WriteAtomically(Segment(0), before));
  }
}

TEST_F(StreamLogTest, StepsOverDamageBeforeWholeRecords) {
  { auto log = Open(); Put(*log, {"first", "second", "third"}); }
  Rewrite(0, [](std::string& bytes) { bytes[bytes.find("second")] ^= 1; });
  auto log = Open();
  EXPECT_EQ(All(*log), (Texts{"first", "third"}));
  EXPECT_EQ(Put(*log, {"fourth"}), 4u);
  EXPECT_EQ(All(*log), (Texts{"first", "third", "fourth"}));
}

TEST_F(StreamLogTest, StepsOverDamageThatComesWhileItIsOpen) {
  auto log = Open();
  Put(*log, {"first", "second", "third"});
  auto file = disk_.Open(Segment(0), sys::OpenMode::kRead);
  std::string bytes = *disk_.ReadAll(Segment(0));
  bytes[bytes.find("second")] ^= 1;
  auto writer = disk_.Open(Segment(0), sys::OpenMode::kCreateOrTruncate);
  ASSERT_TRUE((*writer)->Append(bytes));
  EXPECT_EQ(All(*log), (Texts{"first", "third"}));
}

TEST_F(StreamLogTest, RemovesSegmentsThatAreDelivered) {
  auto log = Open(0, 100);
  for (int i = 0; i < 5; ++i) Put(*log, {std::string(100, static_cast<char>('a' + i))});
  EXPECT_EQ(Segments().size(), 5u);
  ASSERT_TRUE(log->Release(3));
  EXPECT_EQ(Segments().size(), 2u);
  EXPECT_EQ(All(*log).size(), 2u);
  ASSERT_TRUE(log->Release(5));
  EXPECT_EQ(Segments().size(), 1u);
  EXPECT_EQ(log->Backlog(5).last, 0u);
  EXPECT_EQ(Put(*log, {"z"}), 6u);
}

TEST_F(StreamLogTest, CountsWhatWaits) {
  auto log = Open();
  Put(*log, {"12345", "12345"}, kNow);
  Put(*log, {"123"}, kNow + std::chrono::seconds(5));
  EXPECT_EQ(log->Backlog(0).bytes, 13u);
  EXPECT_EQ(log->Backlog(0).last, 3u);
  EXPECT_EQ(log->Backlog(0).first_arrival, kNow);
  EXPECT_EQ(log->Backlog(2).bytes, 3u);
  EXPECT_EQ(log->Backlog(2).first_arrival, kNow + std::chrono::seconds(5));
  EXPECT_FALSE(log->CloseIfEmpty(2));
  EXPECT_TRUE(log->CloseIfEmpty(3));
  const std::string_view record = "late";
  EXPECT_EQ(log->Append({&record, 1}, kNow).error().kind, Kind::kUnavailable);
}

// Whatever fails, what was acknowledged is there after the next start, in order and once; what was refused is not.
TEST_F(StreamLogTest, KeepsExactlyWhatItAcknowledgedOnAFailingDisk) {
  const uint64_t runs = sys::testing::ForEachFault([](sys::testing::FaultyDisk& disk, const std::string& directory) {
    std::vector<std::string> acknowledged;
    {
      auto log = StreamLog::Open(disk, {directory + "/log", 60, 0});
      if (log) {
        for (int i = 0; i < 6; ++i) {
          const std::string text = "record " + std::to_string(i);
          const std::string_view view = text;
          if ((*log)->Append({&view, 1}, kNow)) acknowledged.push_back(text);
        }
        disk.Heal();
        EXPECT_EQ(All(**log), acknowledged);
        const std::string_view last = "last";
        EXPECT_TRUE((*log)->Append({&last, 1}, kNow));
        acknowledged.push_back("last");
      }
    }
    disk.Heal();
    auto log = StreamLog::Open(disk, {directory + "/log", 60, 0});
    ASSERT_TRUE(log) << log.error().message;
    const auto found = All(**log);
    // A record whose sync or whose truncation failed may come back: its fate was never told.
    size_t next = 0;
    for (const std::string& text : found) {
      if (next < acknowledged.size() && text == acknowledged[next]) ++next;
    }
    EXPECT_EQ(next, acknowledged.size());
    EXPECT_EQ(std::set<std::string>(found.begin(), found.end()).size(), found.size());
  });
  EXPECT_GT(runs, 10u);
}

TEST_F(StreamLogTest, RefusesOnAFullDiskAndRecovers) {
  sys::testing::FaultyDisk full(disk_);
  auto log = StreamLog::Open(full, {directory_ / "log", kSegmentBytes, 0});
  ASSERT_TRUE(log);
  Put(**log, {"a"});
  full.FillUp(1, sys::testing::FaultyDisk::Lasting::kForGood);
  const std::string_view refused = "refused";
  auto result = (*log)->Append({&refused, 1}, kNow);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Kind::kUnavailable);
  full.Heal();
  Put(**log, {"b"});
  EXPECT_EQ(All(**log), (Texts{"a", "b"}));
  log->reset();
  EXPECT_EQ(All(*Open()), (Texts{"a", "b"}));
}

TEST_F(StreamLogTest, SharesSyncsBetweenThreads) {
  constexpr int kThreads = 8;
  constexpr int kPuts = 50;
  {
    auto log = Open();
    std::vector<sys::Thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back("put", [&log, t] {
        for (int i = 0; i < kPuts; ++i) {
          const auto name = std::to_string(t) + "." + std::to_string(i);
          Put(*log, {name + "a", name + "b"});
        }
      });
    }
  }
  const auto texts = All(*Open());
  EXPECT_EQ(texts.size(), 2u * kThreads * kPuts);
  EXPECT_EQ(std::set<std::string>(texts.begin(), texts.end()).size(), texts.size());
  for (size_t i = 0; i < texts.size(); i += 2) {
    EXPECT_EQ(texts[i].substr(0, texts[i].size() - 1), texts[i + 1].substr(0, texts[i + 1].size() - 1));
  }
}

}  // namespace
}  // namespace firn::services::firehose
