#include "columnar/scalar_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace firn::columnar {
namespace {

TEST(ScalarText, Integers) {
  EXPECT_EQ(ParseInteger("42"), 42);
  EXPECT_EQ(ParseInteger("-9223372036854775808"), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(ParseInteger("+7"), 7);
  for (const char* text :
       {"", "9223372036854775808", "1.0", "1 ", " 1", "0x1", "--1", "+-1", "1e3", "one"}) {
    EXPECT_EQ(ParseInteger(text), std::nullopt) << text;
  }
}

TEST(ScalarText, Doubles) {
  EXPECT_EQ(ParseDouble("1.5"), 1.5);
  EXPECT_EQ(ParseDouble("-1e3"), -1000.0);
  EXPECT_TRUE(std::isnan(*ParseDouble("NaN")));
  EXPECT_EQ(ParseDouble("-Infinity"), -std::numeric_limits<double>::infinity());
  for (const char* text :
       {"", "nan", "inf", "-inf", "infinity", "1.5x", " 1", "1,5", "1e999", "-"}) {
    EXPECT_EQ(ParseDouble(text), std::nullopt) << text;
  }
}

TEST(ScalarText, DecimalsLoseNothing) {
  EXPECT_TRUE(ParseDecimal("123.45", 9, 2) == Int128{12345});
  EXPECT_TRUE(ParseDecimal("-0.5", 9, 2) == Int128{-50});
  EXPECT_TRUE(ParseDecimal("1.500", 3, 1) == Int128{15});
  EXPECT_TRUE(ParseDecimal("1e3", 4, 0) == Int128{1000});
  EXPECT_TRUE(ParseDecimal("12e-1", 4, 1) == Int128{12});
  EXPECT_TRUE(ParseDecimal("000.0", 2, 2) == Int128{0});
  EXPECT_TRUE(ParseDecimal(std::string(38, '9'), 38, 0).has_value());
  for (const char* text :
       {"", ".", "1.555", "12345678.00", "1e", "1e2000", "abc", "1.2.3", "1 ", "0x1"}) {
    EXPECT_FALSE(ParseDecimal(text, 9, 2).has_value()) << text;
  }
  EXPECT_FALSE(ParseDecimal(std::string(39, '9'), 38, 0).has_value());
}

TEST(ScalarText, DatesAndTimes) {
  EXPECT_EQ(ParseDate("1970-01-02"), 1);
  EXPECT_EQ(ParseDate("2024-02-29"), 19782);
  EXPECT_EQ(ParseDate("1969-12-31"), -1);
  for (const char* text :
       {"2023-02-29", "2024-13-01", "2024-1-1", "2024-01-01T00:00:00", "20240101", ""}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseTime("00:00:00"), 0);
  EXPECT_EQ(ParseTime("01:02:03.5"), 3723500000);
  EXPECT_EQ(ParseTime("23:59:59.999999"), 86399999999);
  for (const char* text :
       {"24:00:00", "1:02:03", "01:02", "01:02:03.", "01:02:03.1234567", "01:60:00", "01:02:03Z"}) {
    EXPECT_EQ(ParseTime(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseTimestamp("1970-01-01T00:00:01"), 1000000);
  EXPECT_EQ(ParseTimestamp("1970-01-01 01:00:00.5+01:00"), 500000);
  EXPECT_EQ(ParseTimestamp("2025-10-09T08:53:20.000604Z"), 1760000000000604);
  EXPECT_EQ(ParseTimestamp("yesterday"), std::nullopt);
}

TEST(ScalarText, Uuids) {
  auto uuid = ParseUuid("F81D4FAE-7dec-11d0-a765-00a0c91e6bf6");
  ASSERT_TRUE(uuid.has_value());
  EXPECT_EQ(UuidText(*uuid), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6");
  EXPECT_EQ(ParseUuid("f81d4fae7dec11d0a76500a0c91e6bf6"), uuid);
  for (const char* text :
       {"", "f81d4fae-7dec-11d0-a765-00a0c91e6bf", "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "f81d4fae7-dec-11d0-a765-00a0c91e6bf6"}) {
    EXPECT_EQ(ParseUuid(text), std::nullopt) << text;
  }
}

TEST(ScalarText, Binary) {
  EXPECT_EQ(ParseBinary("aGVsbG8=", std::nullopt), "hello");
  EXPECT_EQ(ParseBinary("-_8", std::nullopt), "\xfb\xff");
  EXPECT_EQ(ParseBinary("0xff00", std::nullopt), std::string("\xff\0", 2));
  EXPECT_EQ(ParseBinary("c0ffee", std::nullopt), "\xc0\xff\xee");
  EXPECT_EQ(ParseBinary("c0ffee00", std::nullopt)->size(), 6u);
  EXPECT_EQ(ParseBinary("", std::nullopt), "");
  EXPECT_EQ(ParseBinary("deadbeef", 4), "\xde\xad\xbe\xef");
  EXPECT_EQ(ParseBinary("3q2+7w==", 4), "\xde\xad\xbe\xef");
  EXPECT_EQ(ParseBinary("deadbeef", 5), std::nullopt);
  EXPECT_EQ(ParseBinary("not base64!", std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace firn::columnar
