#include "services/cloudwatch/statistic.h"

#include <gtest/gtest.h>

namespace firn::services::cloudwatch {
namespace {

// 1, 2, ..., 100, each once.
SlotRecord Hundred() {
  SlotRecord slot{100, 5050, 1, 100, "None", {}};
  for (int i = 1; i <= 100; ++i) slot.values.insert(slot.values.end(), {static_cast<double>(i), 1});
  return slot;
}

double Value(std::string_view text, const SlotRecord& slot) {
  const auto statistic = ParseStatistic(text);
  EXPECT_TRUE(statistic) << text;
  return Evaluate(*statistic, slot).value_or(-1);
}

TEST(Statistic, OfAHundredValues) {
  const SlotRecord slot = Hundred();
  EXPECT_DOUBLE_EQ(Value("SampleCount", slot), 100);
  EXPECT_DOUBLE_EQ(Value("Average", slot), 50.5);
  EXPECT_DOUBLE_EQ(Value("p0", slot), 1);
  EXPECT_DOUBLE_EQ(Value("p50", slot), 50.5);
  EXPECT_DOUBLE_EQ(Value("p100", slot), 100);
  EXPECT_DOUBLE_EQ(Value("p99.9", slot), 99.901);
  EXPECT_DOUBLE_EQ(Value("tm90", slot), 45.5);
  EXPECT_DOUBLE_EQ(Value("TM(10%:90%)", slot), 50.5);
  EXPECT_DOUBLE_EQ(Value("IQM", slot), 50.5);
  EXPECT_DOUBLE_EQ(Value("tc90", slot), 90);
  EXPECT_DOUBLE_EQ(Value("TS(:10%)", slot), 55);
  EXPECT_DOUBLE_EQ(Value("TC(10:20)", slot), 10);
  EXPECT_DOUBLE_EQ(Value("PR(:25)", slot), 25);
  EXPECT_DOUBLE_EQ(Value("WM(10:90)", slot), 50.4);
}

TEST(Statistic, IsUntoldWithoutTheValues) {
  SlotRecord slot{2, 5, 1, 4, "None", {}};
  EXPECT_FALSE(Evaluate(*ParseStatistic("p50"), slot));
  EXPECT_TRUE(Evaluate(*ParseStatistic("Average"), slot));
  SlotRecord negative{1, -1, -1, -1, "None", {-1, 1}};
  EXPECT_FALSE(Evaluate(*ParseStatistic("p50"), negative));
  EXPECT_FALSE(Evaluate(*ParseStatistic("Sum"), SlotRecord{}));
}

TEST(Statistic, RefusesWhatAwsDoesNotHave) {
  for (const char* text : {"", "p", "p101", "90", "average", "p-1", "p1.2.3", "p.5", "p5.", "tm", "TM()", "TM(:)", "TM(90%:10%)",
                           "TM(10%:90)", "TM(10:90%)", "PR(10%:20%)", "pr10", "xx50", "p50x", "TM(10%:90%", "p1e1"}) {
    EXPECT_FALSE(ParseStatistic(text)) << text;
  }
}

}  // namespace
}  // namespace firn::services::cloudwatch
