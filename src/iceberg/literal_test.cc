#include "iceberg/literal.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>

#include "base/encoding.h"
#include "iceberg/calendar.h"

namespace firn::iceberg {
namespace {

using format::Json;

std::string Hex(const Type& type, const Value& value) {
  auto bytes = ToBinary(type, value);
  EXPECT_TRUE(bytes.has_value()) << bytes.error().message;
  if (!bytes) return "";
  auto back = FromBinary(type, *bytes);
  EXPECT_TRUE(back.has_value());
  EXPECT_EQ(*back, value);
  return HexEncode(*bytes);
}

Type Of(TypeId id) { return Type::Of(id); }

TEST(Calendar, AgreesWithTheStandardLibrary) {
  for (int64_t days = -1'000'000; days <= 3'000'000; days += 37) {
    std::chrono::year_month_day expected{std::chrono::sys_days{std::chrono::days{days}}};
    CivilDate date = CivilFromDays(days);
    ASSERT_EQ(date.year, static_cast<int>(expected.year()));
    ASSERT_EQ(date.month, static_cast<int>(static_cast<unsigned>(expected.month())));
    ASSERT_EQ(date.day, static_cast<int>(static_cast<unsigned>(expected.day())));
    ASSERT_EQ(DaysFromCivil(date), days);
  }
  for (int64_t days : {int64_t{std::numeric_limits<int32_t>::min()},
                       int64_t{std::numeric_limits<int32_t>::max()}}) {
    EXPECT_EQ(DaysFromCivil(CivilFromDays(days)), days);
    EXPECT_EQ(ParseDate(DateText(days)), days);
  }
}

TEST(Calendar, TextsSurvive) {
  EXPECT_EQ(ParseDate("2017-11-16"), 17486);
  EXPECT_EQ(DateText(17486), "2017-11-16");
  EXPECT_EQ(ParseTimeMicros("22:31:08"), 81068000000);
  EXPECT_EQ(ParseTimeMicros("22:31:08.5"), 81068500000);
  EXPECT_EQ(TimeText(81068000001), "22:31:08.000001");
  EXPECT_EQ(ParseTimestampMicros("2017-11-16T22:31:08", Zone::kNone), 1510871468000000);
  EXPECT_EQ(ParseTimestampMicros("2017-11-16T14:31:08-08:00", Zone::kUtc), 1510871468000000);
  EXPECT_EQ(ParseTimestampMicros("2017-11-16T22:31:08Z", Zone::kUtc), 1510871468000000);
  EXPECT_EQ(TimestampText(-1), "1969-12-31T23:59:59.999999");
  EXPECT_EQ(TimestampNanosText(-1), "1969-12-31T23:59:59.999999999");
  EXPECT_EQ(ParseTimestampNanos("1969-12-31T23:59:59.999999999", Zone::kNone), -1);
  TimestampText(std::numeric_limits<int64_t>::min());
}

TEST(Calendar, WrongTextsAreRefused) {
  for (const char* text : {"", "2017-11", "2017-13-01", "2017-02-29", "2017-11-16x", "17-11-16",
                           "9999999-01-01", "2017-11-00", "2017-1-01"}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
  for (const char* text :
       {"", "24:00:00", "12:60:00", "12:00:61", "12:00:00.", "12:00:00.1234567890", "12"}) {
    EXPECT_FALSE(ParseTimeMicros(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseTimestampMicros("2017-11-16T22:31:08+00:00", Zone::kNone).has_value());
  EXPECT_FALSE(ParseTimestampMicros("2017-11-16T22:31:08", Zone::kUtc).has_value());
  EXPECT_FALSE(ParseTimestampNanos("9000-01-01T00:00:00", Zone::kNone).has_value());
}

TEST(Literal, BinaryFormsOfTheSpecification) {
  EXPECT_EQ(Hex(Of(TypeId::kBoolean), Value::Bool(true)), "01");
  EXPECT_EQ(Hex(Of(TypeId::kBoolean), Value::Bool(false)), "00");
  EXPECT_EQ(Hex(Of(TypeId::kInt), Value::Long(1234)), "d2040000");
  EXPECT_EQ(Hex(Of(TypeId::kLong), Value::Long(-2)), "feffffffffffffff");
  EXPECT_EQ(Hex(Of(TypeId::kFloat), Value::Double(-4.5)), "000090c0");
  EXPECT_EQ(Hex(Of(TypeId::kDouble), Value::Double(6.0)), "0000000000001840");
  EXPECT_EQ(Hex(Of(TypeId::kDate), Value::Long(1)), "01000000");
  EXPECT_EQ(Hex(Of(TypeId::kTime), Value::Long(10000)), "1027000000000000");
  EXPECT_EQ(Hex(Of(TypeId::kTimestamptz), Value::Long(400000)), "801a060000000000");
  EXPECT_EQ(Hex(Of(TypeId::kString), Value::Bytes("ABC")), "414243");
  EXPECT_EQ(Hex(Type::Fixed(2), Value::Bytes("ab")), "6162");
  EXPECT_EQ(Hex(Type::Decimal(9, 2), Value::Decimal(12345)), "3039");
  EXPECT_EQ(Hex(Type::Decimal(9, 2), Value::Decimal(-12345)), "cfc7");
  EXPECT_EQ(
      Hex(Of(TypeId::kUuid), Value::Bytes(*ParseUuid("f79c3e09-677c-4bbd-a479-3f349cb785e7"))),
      "f79c3e09677c4bbda4793f349cb785e7");
}

TEST(Literal, WidenedColumnsReadWhatNarrowerOnesWrote) {
  EXPECT_EQ(*FromBinary(Of(TypeId::kLong), *ToBinary(Of(TypeId::kInt), Value::Long(-7))),
            Value::Long(-7));
  EXPECT_EQ(*FromBinary(Of(TypeId::kDouble), *ToBinary(Of(TypeId::kFloat), Value::Double(1.5))),
            Value::Double(1.5));
  EXPECT_FALSE(FromBinary(Of(TypeId::kInt), std::string(8, '\0')).has_value());
  EXPECT_FALSE(FromBinary(Of(TypeId::kTimestamp), std::string(4, '\0')).has_value());
  EXPECT_FALSE(FromBinary(Of(TypeId::kBoolean), "").has_value());
  EXPECT_FALSE(FromBinary(Of(TypeId::kUuid), "short").has_value());
  EXPECT_FALSE(FromBinary(Type::Decimal(9, 2), "").has_value());
  EXPECT_FALSE(FromBinary(Type::Decimal(9, 2), std::string(17, '\1')).has_value());
  EXPECT_FALSE(FromBinary(Type::Struct({}), "x").has_value());
}

TEST(Literal, WrongKindsHaveNoBinaryForm) {
  EXPECT_FALSE(ToBinary(Of(TypeId::kInt), Value::Null()).has_value());
  EXPECT_FALSE(ToBinary(Of(TypeId::kInt), Value::Long(int64_t{1} << 32)).has_value());
  EXPECT_FALSE(ToBinary(Of(TypeId::kString), Value::Long(1)).has_value());
  EXPECT_FALSE(ToBinary(Type::Fixed(4), Value::Bytes("abc")).has_value());
}

TEST(Literal, JsonFormsSurvive) {
  struct Case {
    Type type;
    Value value;
    Json json;
  };
  for (const Case& it : std::vector<Case>{
           {Of(TypeId::kBoolean), Value::Bool(true), Json(true)},
           {Of(TypeId::kInt), Value::Long(34), Json(34)},
           {Of(TypeId::kDouble), Value::Double(1.5), Json(1.5)},
           {Type::Decimal(9, 2), Value::Decimal(1420), Json("14.20")},
           {Type::Decimal(9, 2), Value::Decimal(-5), Json("-0.05")},
           {Of(TypeId::kDate), Value::Long(17486), Json("2017-11-16")},
           {Of(TypeId::kTime), Value::Long(81068123456), Json("22:31:08.123456")},
           {Of(TypeId::kTimestamp), Value::Long(1510871468123456),
            Json("2017-11-16T22:31:08.123456")},
           {Of(TypeId::kTimestamptz), Value::Long(1510871468123456),
            Json("2017-11-16T22:31:08.123456+00:00")},
           {Of(TypeId::kString), Value::Bytes("iceberg"), Json("iceberg")},
           {Of(TypeId::kUuid), Value::Bytes(*ParseUuid("f79c3e09-677c-4bbd-a479-3f349cb785e7")),
            Json("f79c3e09-677c-4bbd-a479-3f349cb785e7")},
           {Type::Fixed(4), Value::Bytes(std::string("\0\1\2\3", 4)), Json("00010203")},
           {Of(TypeId::kBinary), Value::Bytes(std::string("\0\xff", 2)), Json("00ff")},
           {Of(TypeId::kLong), Value::Null(), Json()}}) {
    auto json = ToJson(it.type, it.value);
    ASSERT_TRUE(json.has_value()) << TypeText(it.type);
    EXPECT_EQ(*json, it.json) << json->Text();
    auto back = FromJson(it.type, it.json);
    ASSERT_TRUE(back.has_value()) << back.error().message;
    EXPECT_EQ(*back, it.value) << TypeText(it.type);
  }
  EXPECT_FALSE(FromJson(Of(TypeId::kInt), Json(int64_t{1} << 40)).has_value());
  EXPECT_FALSE(FromJson(Of(TypeId::kInt), Json("1")).has_value());
  EXPECT_FALSE(FromJson(Of(TypeId::kDate), Json("yesterday")).has_value());
  EXPECT_FALSE(FromJson(Type::Decimal(4, 2), Json("123.45")).has_value());
  EXPECT_FALSE(FromJson(Type::Fixed(2), Json("00")).has_value());
  EXPECT_FALSE(FromJson(Of(TypeId::kUuid), Json("f79c3e09")).has_value());
  EXPECT_FALSE(FromJson(Type::Struct({}), Json(1)).has_value());
}

TEST(Literal, DecimalsAtTheirLimits) {
  Type widest = Type::Decimal(38, 0);
  std::string nines(38, '9');
  auto largest = ParseDecimal(nines, widest);
  ASSERT_TRUE(largest.has_value());
  EXPECT_EQ(DecimalText(*largest, 0), nines);
  EXPECT_EQ(DecimalText(*ParseDecimal("-" + nines, widest), 0), "-" + nines);
  EXPECT_FALSE(ParseDecimal(nines + "9", widest).has_value());
  EXPECT_FALSE(ParseDecimal("1.5", widest).has_value());
  EXPECT_FALSE(ParseDecimal("", widest).has_value());
  EXPECT_FALSE(ParseDecimal(".", widest).has_value());
  EXPECT_FALSE(ParseDecimal("1e5", widest).has_value());
  EXPECT_FALSE(ParseDecimal("99999999", Type::Decimal(9, 2)).has_value());
  for (Int128 unscaled :
       {Int128{0}, Int128{127}, Int128{128}, Int128{-128}, Int128{-129}, *largest, -*largest}) {
    EXPECT_EQ(DecimalFromBytes(DecimalBytes(unscaled, 0)), unscaled);
    EXPECT_EQ(DecimalFromBytes(DecimalBytes(unscaled, 16)), unscaled);
  }
  EXPECT_EQ(HexEncode(DecimalBytes(127, 0)), "7f");
  EXPECT_EQ(HexEncode(DecimalBytes(128, 0)), "0080");
  EXPECT_EQ(HexEncode(DecimalBytes(-128, 0)), "80");
  EXPECT_EQ(HexEncode(DecimalBytes(-1, 4)), "ffffffff");
  EXPECT_EQ(DecimalText(0, 2), "0.00");
}

TEST(Literal, OrderIsThatOfBounds) {
  double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(Compare(Value::Long(-1), Value::Long(1)) < 0);
  EXPECT_TRUE(Compare(Value::Bytes("\x7f"), Value::Bytes("\x80")) < 0);
  EXPECT_TRUE(Compare(Value::Double(1e300), Value::Double(nan)) < 0);
  EXPECT_TRUE(Compare(Value::Double(nan), Value::Double(nan)) == 0);
  EXPECT_TRUE(Compare(Value::Double(-0.0), Value::Double(0.0)) < 0);
  EXPECT_TRUE(Compare(Value::Decimal(-5), Value::Decimal(3)) < 0);
  EXPECT_TRUE(Compare(Value::Bool(false), Value::Bool(true)) < 0);
}

TEST(Literal, HumanTexts) {
  EXPECT_EQ(HumanText(Of(TypeId::kDouble), Value::Double(2)), "2.0");
  EXPECT_EQ(HumanText(Of(TypeId::kFloat), Value::Double(0.1f)), "0.1");
  EXPECT_EQ(HumanText(Of(TypeId::kDouble), Value::Double(std::nan(""))), "NaN");
  EXPECT_EQ(HumanText(Of(TypeId::kBinary), Value::Bytes("\xff")), "/w==");
  EXPECT_EQ(HumanText(Of(TypeId::kInt), Value::Null()), "null");
}

}  // namespace
}  // namespace firn::iceberg
