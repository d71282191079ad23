#include "base/log.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>
#include <vector>

namespace firn {
namespace {

// Leaves the level as it was.
struct LevelGuard {
  ~LevelGuard() { SetLogLevel(LogLevel::kInfo); }
};

std::string Line(LogFields fields) { return FormatLogLine(nullptr, LogLevel::kInfo, "m", fields); }

TEST(Log, WritesFieldsByTheirTypes) {
  const std::string name = "orders";
  EXPECT_EQ(
      FormatLogLine(nullptr, LogLevel::kWarning, "stream delivered",
                    {{"stream", name},
                     {"rows", 3},
                     {"bytes", size_t{1} << 40},
                     {"share", 0.5},
                     {"last", true}}),
      "{\"level\":\"warning\",\"message\":\"stream delivered\",\"stream\":\"orders\",\"rows\":3,"
      "\"bytes\":1099511627776,\"share\":0.5,\"last\":true}\n");
  EXPECT_EQ(Line({{"share", NAN}}), "{\"level\":\"info\",\"message\":\"m\",\"share\":null}\n");
}

TEST(Log, PutsTheTimeInFrontWhenItIsKnown) {
  const Time time = FromEpochMicros(1'500'000);
  EXPECT_EQ(FormatLogLine(&time, LogLevel::kError, "m", {}),
            "{\"time\":\"1970-01-01T00:00:01.500Z\",\"level\":\"error\",\"message\":\"m\"}\n");
}

TEST(Log, EscapesSoThatALineStaysOneLine) {
  EXPECT_EQ(Line({{"k\"", "a\"b\\c\nd\te\x7f\xc3\xa9"}}),
            "{\"level\":\"info\",\"message\":\"m\",\"k\\\"\":"
            "\"a\\\"b\\\\c\\nd\\u0009e\\u007f\xc3\xa9\"}\n");
  EXPECT_EQ(Line({{"k", "\xff\xfe"}}),
            "{\"level\":\"info\",\"message\":\"m\",\"k\":\"\\u00ff\\u00fe\"}\n");
}

TEST(Log, CutsLongTextsBetweenCharacters) {
  const std::string fits(4096, 'x');
  EXPECT_NE(Line({{"k", fits}}).find(fits + "\"}"), std::string::npos);
  EXPECT_NE(Line({{"k", fits + "y"}}).find(fits + "...\"}"), std::string::npos);
  const std::string wide = std::string(4095, 'x') + "\xc3\xa9";
  EXPECT_NE(Line({{"k", wide}}).find(std::string(4095, 'x') + "...\"}"), std::string::npos);
}

TEST(Log, WritesOnlyWhatTheLevelLetsThrough) {
  const LevelGuard guard;
  SetLogLevel(LogLevel::kWarning);
  ::testing::internal::CaptureStderr();
  Log(LogLevel::kInfo, "quiet");
  Log(LogLevel::kWarning, "loud");
  LogAt(Time(), LogLevel::kError, "louder");
  SetLogLevel(LogLevel::kOff);
  Log(LogLevel::kError, "off");
  EXPECT_FALSE(LogEnabled(LogLevel::kOff));
  EXPECT_EQ(::testing::internal::GetCapturedStderr(),
            "{\"level\":\"warning\",\"message\":\"loud\"}\n"
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"error\",\"message\":\"louder\"}\n");
}

TEST(Log, DoesNotMixLinesOfSeveralThreads) {
  ::testing::internal::CaptureStderr();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int j = 0; j < 50; ++j) Log(LogLevel::kInfo, "m", {{"k", std::string(100, 'x')}});
    });
  }
  for (auto& thread : threads) thread.join();
  const std::string all = ::testing::internal::GetCapturedStderr();
  const std::string line = Line({{"k", std::string(100, 'x')}});
  std::string expected;
  for (int i = 0; i < 200; ++i) expected += line;
  EXPECT_EQ(all, expected);
}

TEST(ParseLogLevel, KnowsTheNames) {
  LogLevel level = LogLevel::kOff;
  EXPECT_TRUE(ParseLogLevel("debug", level));
  EXPECT_EQ(level, LogLevel::kDebug);
  EXPECT_TRUE(ParseLogLevel("off", level));
  EXPECT_EQ(level, LogLevel::kOff);
  EXPECT_FALSE(ParseLogLevel("loud", level));
  EXPECT_EQ(level, LogLevel::kOff);
}

}  // namespace
}  // namespace firn
