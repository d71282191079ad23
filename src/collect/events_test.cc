#include "collect/events.h"

#include <gtest/gtest.h>

#include "collect/limits.h"

namespace firn::collect {
namespace {

using Texts = std::vector<std::string>;

TEST(Events, ReadsAnObjectAnArrayAndLines) {
  EXPECT_EQ(ReadEvents(" {\"a\":1} ")->records, (Texts{"{\"a\":1}"}));
  EXPECT_EQ(ReadEvents("{\n \"a\": 1\n}\n")->records, (Texts{"{\n \"a\": 1\n}"}));
  EXPECT_EQ(ReadEvents("{\"a\":1}\n\n{\"b\":2}\r\n")->records, (Texts{"{\"a\":1}", "{\"b\":2}"}));
  EXPECT_EQ(ReadEvents(R"([{"a":"],}\"["}, {"b":[1,{"c":2}]} ])")->records,
            (Texts{R"({"a":"],}\"["})", R"({"b":[1,{"c":2}]})"}));
  EXPECT_TRUE(ReadEvents("[]")->records.empty());
  EXPECT_TRUE(ReadEvents("")->records.empty());
}

TEST(Events, KeepsEveryDigit) {
  const std::string event = R"({"n":123456789012345678901234567890.10,"d":0.10})";
  EXPECT_EQ(ReadEvents("[" + event + "]")->records, (Texts{event}));
}

TEST(Events, NamesWrongLines) {
  const auto events = ReadEvents("{\"a\":1}\n{\"a\":\n7\n\n{\"b\":2}");
  ASSERT_TRUE(events);
  EXPECT_EQ(events->wrong_count, 2u);
  EXPECT_EQ(events->wrong[0].first, 2u);
  EXPECT_EQ(events->wrong[1].first, 3u);
  EXPECT_EQ(events->wrong[1].second, "not a JSON object");
}

TEST(Events, NamesWrongElementsAndRefusesBrokenArrays) {
  const auto events = ReadEvents("[{\"a\":1},2]");
  ASSERT_TRUE(events);
  ASSERT_EQ(events->wrong_count, 1u);
  EXPECT_EQ(events->wrong[0].first, 2u);
  EXPECT_FALSE(ReadEvents("[{\"a\":1}"));
  EXPECT_FALSE(ReadEvents("[{\"a\":1}] x"));
}

TEST(Events, BoundsRecordsAndNames) {
  const std::string most = "{\"a\":\"" + std::string(kRecordBytesMax - 8, 'x') + "\"}";
  EXPECT_EQ(ReadEvents(most)->wrong_count, 0u);
  EXPECT_EQ(ReadEvents(most + "\n" + most.substr(0, 6) + "x" + most.substr(6))->wrong_count, 1u);
  std::string lines;
  for (size_t i = 0; i <= kBadEventsNamedMax; ++i) lines += "1\n";
  EXPECT_EQ(ReadEvents(lines)->wrong_count, kBadEventsNamedMax + 1);
  EXPECT_EQ(ReadEvents(lines)->wrong.size(), kBadEventsNamedMax);
}

}  // namespace
}  // namespace firn::collect
