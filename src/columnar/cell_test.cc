#include "columnar/cell.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace firn::columnar {
namespace {

template <class Append>
std::pair<std::string, std::string> Show(ColumnType type, Append append) {
  Batch batch(Schema{Field{"c", 1, false, std::move(type)}});
  append(batch.column(0));
  std::string json;
  AppendCellJson(batch.column(0), 0, json);
  return {CellText(batch.column(0), 0), json};
}

using Pair = std::pair<std::string, std::string>;

TEST(Cell, DoublesAreWrittenAsAthenaShowsThem) {
  auto show = [](double value) {
    return Show(ColumnType::Of(TypeId::kDouble), [&](Column& c) { c.AppendDouble(value); }).first;
  };
  EXPECT_EQ(show(0), "0.0");
  EXPECT_EQ(show(-0.0), "-0.0");
  EXPECT_EQ(show(1), "1.0");
  EXPECT_EQ(show(0.1), "0.1");
  EXPECT_EQ(show(123.456), "123.456");
  EXPECT_EQ(show(1234567), "1234567.0");
  EXPECT_EQ(show(12345678), "1.2345678E7");
  EXPECT_EQ(show(0.001), "0.001");
  EXPECT_EQ(show(0.0001), "1.0E-4");
  EXPECT_EQ(show(-1.5e300), "-1.5E300");
  EXPECT_EQ(show(std::nan("")), "NaN");
  EXPECT_EQ(show(-std::numeric_limits<double>::infinity()), "-Infinity");
}

TEST(Cell, ScalarsHaveTextAndJson) {
  auto of = [](TypeId id) { return ColumnType::Of(id); };
  EXPECT_EQ(Show(of(TypeId::kBool), [](Column& c) { c.AppendBool(true); }), Pair("true", "true"));
  EXPECT_EQ(Show(of(TypeId::kInt64), [](Column& c) { c.AppendInt64(-5); }), Pair("-5", "-5"));
  EXPECT_EQ(Show(ColumnType::Decimal(9, 2), [](Column& c) { c.AppendDecimal(-5); }),
            Pair("-0.05", "-0.05"));
  EXPECT_EQ(Show(of(TypeId::kDouble), [](Column& c) { c.AppendDouble(1e10); }),
            Pair("1.0E10", "10000000000"));
  EXPECT_EQ(Show(of(TypeId::kDouble), [](Column& c) { c.AppendDouble(std::nan("")); }),
            Pair("NaN", "\"NaN\""));
  EXPECT_EQ(Show(of(TypeId::kDate), [](Column& c) { c.AppendInt32(-1); }),
            Pair("1969-12-31", "\"1969-12-31\""));
  EXPECT_EQ(Show(of(TypeId::kTime), [](Column& c) { c.AppendInt64(3723500000); }),
            Pair("01:02:03.500000", "\"01:02:03.500000\""));
  EXPECT_EQ(Show(of(TypeId::kTimestamp), [](Column& c) { c.AppendInt64(-1); }),
            Pair("1969-12-31 23:59:59.999999", "\"1969-12-31T23:59:59.999999\""));
  EXPECT_EQ(Show(of(TypeId::kTimestampTz), [](Column& c) { c.AppendInt64(1760000000000604); }),
            Pair("2025-10-09 08:53:20.000604 UTC", "\"2025-10-09T08:53:20.000604Z\""));
  EXPECT_EQ(Show(of(TypeId::kString), [](Column& c) { c.AppendText("a\"b"); }),
            Pair("a\"b", "\"a\\\"b\""));
  EXPECT_EQ(Show(of(TypeId::kBinary), [](Column& c) { c.AppendText("hi"); }),
            Pair("68 69", "\"aGk=\""));
  EXPECT_EQ(Show(of(TypeId::kString), [](Column& c) { c.AppendNull(); }), Pair("", "null"));
}

TEST(Cell, NestedValuesHaveTextAndJson) {
  Field text{"", 2, false, ColumnType::Of(TypeId::kString)};
  Field number{"", 3, false, ColumnType::Of(TypeId::kInt32)};
  EXPECT_EQ(Show(ColumnType::List(text),
                 [](Column& c) {
                   c.child(0).AppendText("a");
                   c.child(0).AppendNull();
                   c.AppendList(2);
                 }),
            Pair("[a, null]", "[\"a\",null]"));
  EXPECT_EQ(Show(ColumnType::Map(text, number),
                 [](Column& c) {
                   c.child(0).AppendText("k");
                   c.child(1).AppendInt32(1);
                   c.AppendMap(1);
                 }),
            Pair("{k=1}", "{\"k\":1}"));
  EXPECT_EQ(
      Show(ColumnType::Struct({Field{"x", 4, false, number.type}, Field{"y", 5, false, text.type}}),
           [](Column& c) {
             c.child(0).AppendInt32(1);
             c.child(1).AppendNull();
             c.AppendStruct();
           }),
      Pair("{x=1, y=null}", "{\"x\":1,\"y\":null}"));
}

}  // namespace
}  // namespace firn::columnar
