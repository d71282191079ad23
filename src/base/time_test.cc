#include "base/time.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace firn {
namespace {

constexpr int64_t kMicros = 1'795'242'540'000'000;  // 2026-11-21T06:29:00Z

TEST(Time, ConvertsBetweenUnits) {
  const Time time = FromEpochMicros(kMicros + 123'456);
  EXPECT_EQ(EpochMicros(time), kMicros + 123'456);
  EXPECT_EQ(EpochMillis(time), kMicros / 1000 + 123);
  EXPECT_DOUBLE_EQ(EpochSeconds(time), 1795242540.123456);
  EXPECT_EQ(FromEpochSeconds(1795242540.123456), time);
  EXPECT_EQ(EpochMillis(FromEpochMicros(-1)), -1);
}

TEST(Time, ClampsSecondsThatNoCalendarHolds) {
  EXPECT_EQ(FormatIso8601(FromEpochSeconds(1e300)), "9999-12-31T23:59:59Z");
  EXPECT_EQ(FormatIso8601(FromEpochSeconds(std::numeric_limits<double>::infinity())),
            "9999-12-31T23:59:59Z");
  EXPECT_EQ(FormatIso8601(FromEpochSeconds(-1e300)), "0001-01-01T00:00:00Z");
  EXPECT_EQ(FromEpochSeconds(NAN), Time());
}

TEST(Time, WritesEveryForm) {
  const Time time = FromEpochMicros(kMicros);
  EXPECT_EQ(FormatIso8601(time), "2026-11-21T06:29:00Z");
  EXPECT_EQ(FormatIso8601(time + Duration(120'000)), "2026-11-21T06:29:00.120Z");
  EXPECT_EQ(FormatIso8601(time + Duration(1)), "2026-11-21T06:29:00.000001Z");
  EXPECT_EQ(FormatIso8601Millis(time), "2026-11-21T06:29:00.000Z");
  EXPECT_EQ(FormatIso8601Millis(time + Duration(123'999)), "2026-11-21T06:29:00.123Z");
  EXPECT_EQ(FormatAmzDate(time), "20261121T062900Z");
  EXPECT_EQ(FormatHttpDate(time), "Sat, 21 Nov 2026 06:29:00 GMT");
  EXPECT_EQ(FormatIso8601(FromEpochMicros(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(Time, ReadsWhatItWrites) {
  for (const int64_t micros : {int64_t{0}, kMicros, int64_t{-1'000'000},
                               int64_t{951'782'400'000'000}, int64_t{253'402'300'799'000'000}}) {
    const Time time = FromEpochMicros(micros);
    EXPECT_EQ(ParseIso8601(FormatIso8601(time)), time);
    EXPECT_EQ(ParseIso8601(FormatIso8601Millis(time)), time);
    EXPECT_EQ(ParseAmzDate(FormatAmzDate(time)), time);
    EXPECT_EQ(ParseHttpDate(FormatHttpDate(time)), time);
  }
}

TEST(ParseIso8601, AcceptsItsForms) {
  const Time time = FromEpochMicros(kMicros);
  for (const auto text :
       {"2026-11-21T06:29:00", "2026-11-21 06:29:00", "2026-11-21t06:29:00z", "2026-11-21T06:29Z",
        "2026-11-21T07:29:00+01:00", "2026-11-21T07:29:00+0100", "2026-11-21T07:29:00+01",
        "2026-11-20T21:59:00-08:30", "2026-11-21T06:29:00.000000000Z"}) {
    EXPECT_EQ(ParseIso8601(text), time) << text;
  }
  EXPECT_EQ(ParseIso8601("2026-11-21T06:29:00.1"), time + Duration(100'000));
  EXPECT_EQ(ParseIso8601("2026-11-21T06:29:00.123456789Z"), time + Duration(123'456));
  EXPECT_EQ(ParseIso8601("2024-02-29"), FromEpochMicros(1'709'164'800'000'000));
}

TEST(ParseIso8601, RefusesEverythingElse) {
  for (const auto text : {"",
                          "2026",
                          "2026-11",
                          "2026-13-01",
                          "2026-02-29",
                          "2026-00-10",
                          "2026-11-21T",
                          "2026-11-21T24:00:00",
                          "2026-11-21T06:60:00",
                          "2026-11-21T06:29:60",
                          "2026-11-21T06:29:00.",
                          "2026-11-21T06:29:00.1234567890",
                          "2026-11-21T06:29:00+",
                          "2026-11-21T06:29:00+1",
                          "2026-11-21T06:29:00+19:00",
                          "2026-11-21T06:29:00+01:60",
                          "2026-11-21T06:29:00Zx",
                          "2026-11-21T06:29:00 Z",
                          "26-11-21T06:29:00Z",
                          "2026-1-21T06:29:00Z",
                          "+2026-11-21T06:29:00Z",
                          "2026/11/21T06:29:00Z",
                          "20261121T062900Z",
                          "2026-11-21T-6:29:00Z"}) {
    EXPECT_EQ(ParseIso8601(text), std::nullopt) << text;
  }
}

TEST(ParseAmzDate, RefusesEverythingElse) {
  for (const auto text : {"", "20261121T062900", "20261121 062900Z", "20261321T062900Z",
                          "2026-11-21T06:29:00Z", "20261121T062900ZZ", "20261121T246000Z"}) {
    EXPECT_EQ(ParseAmzDate(text), std::nullopt) << text;
  }
}

TEST(ParseHttpDate, RefusesEverythingElse) {
  EXPECT_EQ(ParseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT"), FromEpochMicros(784'111'777'000'000));
  for (const auto text : {"", "Sun, 06 Nov 1994 08:49:37 UTC", "Sunday, 06-Nov-94 08:49:37 GMT",
                          "Sun Nov  6 08:49:37 1994", "Sun, 06 Nox 1994 08:49:37 GMT",
                          "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06xNov 1994 08:49:37 GMT",
                          "Sun, 06 Nov 1994x08:49:37 GMT"}) {
    EXPECT_EQ(ParseHttpDate(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace firn
