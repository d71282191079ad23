#include "iceberg/transform.h"

#include <gtest/gtest.h>

#include <limits>

#include "iceberg/calendar.h"
#include "iceberg/partition.h"

namespace firn::iceberg {
namespace {

using format::Json;
using Of = Transform::Kind;

Type T(TypeId id) { return Type::Of(id); }

Value Apply(const Transform& transform, const Type& type, const Value& value) {
  auto result = transform.Apply(type, value);
  EXPECT_TRUE(result.has_value()) << result.error().message;
  return result ? *result : Value::Bytes("failed");
}

std::string Text(const Transform& transform, const Type& type, const Value& value) {
  return transform.ResultText(type, Apply(transform, type, value));
}

int32_t Hash(const Type& type, const Value& value) {
  auto hash = BucketHash(type, value);
  EXPECT_TRUE(hash.has_value());
  return hash.value_or(0);
}

int64_t Micros(const char* text) { return *ParseTimestampMicros(text, Zone::kNone); }

// Appendix B of the specification.
TEST(Transform, PublishedHashes) {
  EXPECT_EQ(Hash(T(TypeId::kInt), Value::Long(34)), 2017239379);
  EXPECT_EQ(Hash(T(TypeId::kLong), Value::Long(34)), 2017239379);
  EXPECT_EQ(Hash(Type::Decimal(9, 2), Value::Decimal(1420)), -500754589);
  EXPECT_EQ(Hash(T(TypeId::kDate), Value::Long(*ParseDate("2017-11-16"))), -653330422);
  EXPECT_EQ(Hash(T(TypeId::kTime), Value::Long(*ParseTimeMicros("22:31:08"))), -662762989);
  EXPECT_EQ(Hash(T(TypeId::kTimestamp), Value::Long(Micros("2017-11-16T22:31:08"))), -2047944441);
  EXPECT_EQ(Hash(T(TypeId::kTimestamp), Value::Long(Micros("2017-11-16T22:31:08.000001"))),
            -1207196810);
  EXPECT_EQ(Hash(T(TypeId::kTimestamptz),
                 Value::Long(*ParseTimestampMicros("2017-11-16T14:31:08-08:00", Zone::kUtc))),
            -2047944441);
  EXPECT_EQ(
      Hash(T(TypeId::kTimestampNs), Value::Long(Micros("2017-11-16T22:31:08.000001") * 1000 + 1)),
      -1207196810);
  EXPECT_EQ(Hash(T(TypeId::kString), Value::Bytes("iceberg")), 1210000089);
  EXPECT_EQ(
      Hash(T(TypeId::kUuid), Value::Bytes(*ParseUuid("f79c3e09-677c-4bbd-a479-3f349cb785e7"))),
      1488055340);
  EXPECT_EQ(Hash(Type::Fixed(4), Value::Bytes(std::string("\0\1\2\3", 4))), -188683207);
  EXPECT_EQ(Hash(T(TypeId::kBinary), Value::Bytes(std::string("\0\1\2\3", 4))), -188683207);
  EXPECT_FALSE(BucketHash(T(TypeId::kDouble), Value::Double(1)).has_value());
  EXPECT_FALSE(BucketHash(T(TypeId::kBoolean), Value::Bool(true)).has_value());
}

TEST(Transform, Murmur3OfEveryTailLength) {
  EXPECT_EQ(Murmur3(""), 0);
  EXPECT_EQ(static_cast<uint32_t>(Murmur3("a")), 0x3c2569b2u);
  EXPECT_EQ(static_cast<uint32_t>(Murmur3("abc")), 0xb3dd93fau);
  EXPECT_EQ(static_cast<uint32_t>(Murmur3("abcd")), 0x43ed676au);
}

TEST(Transform, BucketsAreNeverNegative) {
  for (int64_t i = -1000; i < 1000; ++i) {
    Value bucket = Apply(Transform::Bucket(7), T(TypeId::kLong), Value::Long(i));
    EXPECT_GE(*bucket.integer(), 0);
    EXPECT_LT(*bucket.integer(), 7);
  }
  EXPECT_EQ(Apply(Transform::Bucket(16), T(TypeId::kLong), Value::Long(34)),
            Value::Long(2017239379 % 16));
  EXPECT_TRUE(Apply(Transform::Bucket(16), T(TypeId::kLong), Value::Null()).is_null());
}

TEST(Transform, Truncation) {
  Transform ten = Transform::Truncate(10);
  EXPECT_EQ(Apply(ten, T(TypeId::kInt), Value::Long(1)), Value::Long(0));
  EXPECT_EQ(Apply(ten, T(TypeId::kInt), Value::Long(-1)), Value::Long(-10));
  EXPECT_EQ(Apply(ten, T(TypeId::kLong), Value::Long(-10)), Value::Long(-10));
  EXPECT_EQ(Apply(ten, T(TypeId::kLong), Value::Long(std::numeric_limits<int64_t>::max())),
            Value::Long(std::numeric_limits<int64_t>::max() - 7));
  Apply(ten, T(TypeId::kLong), Value::Long(std::numeric_limits<int64_t>::min()));
  EXPECT_EQ(Apply(Transform::Truncate(50), Type::Decimal(9, 2), Value::Decimal(1065)),
            Value::Decimal(1050));
  EXPECT_EQ(Apply(Transform::Truncate(50), Type::Decimal(9, 2), Value::Decimal(-5)),
            Value::Decimal(-50));
  EXPECT_EQ(Apply(Transform::Truncate(3), T(TypeId::kString), Value::Bytes("iceberg")),
            Value::Bytes("ice"));
  EXPECT_EQ(Apply(Transform::Truncate(2), T(TypeId::kString), Value::Bytes("\u00e4\u00f6\u00fc")),
            Value::Bytes("\u00e4\u00f6"));
  EXPECT_EQ(Apply(Transform::Truncate(9), T(TypeId::kString), Value::Bytes("ab")),
            Value::Bytes("ab"));
  EXPECT_EQ(Apply(Transform::Truncate(1), T(TypeId::kBinary), Value::Bytes("\xc3\xa4")),
            Value::Bytes("\xc3"));
}

TEST(Transform, TimeParts) {
  Type ts = T(TypeId::kTimestamp);
  Value at = Value::Long(Micros("2017-12-01T10:12:55.038194"));
  EXPECT_EQ(Apply(Transform::Of(Of::kYear), ts, at), Value::Long(47));
  EXPECT_EQ(Apply(Transform::Of(Of::kMonth), ts, at), Value::Long(575));
  EXPECT_EQ(Apply(Transform::Of(Of::kDay), ts, at), Value::Long(17501));
  EXPECT_EQ(Apply(Transform::Of(Of::kHour), ts, at), Value::Long(420034));
  EXPECT_EQ(Text(Transform::Of(Of::kYear), ts, at), "2017");
  EXPECT_EQ(Text(Transform::Of(Of::kMonth), ts, at), "2017-12");
  EXPECT_EQ(Text(Transform::Of(Of::kDay), ts, at), "2017-12-01");
  EXPECT_EQ(Text(Transform::Of(Of::kHour), ts, at), "2017-12-01-10");
  Value before = Value::Long(-1);
  EXPECT_EQ(Apply(Transform::Of(Of::kYear), ts, before), Value::Long(-1));
  EXPECT_EQ(Apply(Transform::Of(Of::kMonth), ts, before), Value::Long(-1));
  EXPECT_EQ(Apply(Transform::Of(Of::kDay), ts, before), Value::Long(-1));
  EXPECT_EQ(Apply(Transform::Of(Of::kHour), ts, before), Value::Long(-1));
  EXPECT_EQ(Text(Transform::Of(Of::kHour), ts, before), "1969-12-31-23");
  EXPECT_EQ(Text(Transform::Of(Of::kMonth), ts, before), "1969-12");
  EXPECT_EQ(Apply(Transform::Of(Of::kDay), T(TypeId::kTimestamptzNs), Value::Long(-1)),
            Value::Long(-1));
  EXPECT_EQ(Apply(Transform::Of(Of::kMonth), T(TypeId::kDate), Value::Long(17501)),
            Value::Long(575));
  EXPECT_EQ(Transform::Of(Of::kDay).ResultType(ts).id, TypeId::kDate);
  EXPECT_EQ(Transform::Of(Of::kHour).ResultType(ts).id, TypeId::kInt);
}

TEST(Transform, TextsOfDamagedResultsAreNull) {
  for (int64_t number :
       {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()}) {
    for (Of kind : {Of::kYear, Of::kMonth, Of::kDay, Of::kHour}) {
      EXPECT_EQ(Transform::Of(kind).ResultText(T(TypeId::kTimestamp), Value::Long(number)), "null");
    }
  }
}

TEST(Transform, TypesThatDoNotFitAreRefused) {
  EXPECT_FALSE(Transform::Of(Of::kHour).Apply(T(TypeId::kDate), Value::Long(1)).has_value());
  EXPECT_FALSE(Transform::Of(Of::kDay).Apply(T(TypeId::kString), Value::Bytes("x")).has_value());
  EXPECT_FALSE(Transform::Truncate(2).Apply(T(TypeId::kDouble), Value::Double(1)).has_value());
  EXPECT_FALSE(Transform::Identity().Apply(T(TypeId::kLong), Value::Bytes("x")).has_value());
  EXPECT_FALSE(Transform::Identity().Apply(Type::Struct({}), Value::Null()).has_value());
  EXPECT_TRUE(Apply(Transform::Void(), T(TypeId::kLong), Value::Long(1)).is_null());
}

TEST(Transform, TextsSurvive) {
  for (const char* text : {"identity", "bucket[16]", "truncate[4]", "year", "month", "day", "hour",
                           "void", "zorder"}) {
    auto transform = Transform::Parse(text);
    ASSERT_TRUE(transform.has_value()) << text;
    EXPECT_EQ(transform->Text(), text);
  }
  for (const char* text : {"", "bucket[", "bucket[]", "bucket[0]", "bucket[-1]", "bucket[x]",
                           "bucket[4]]", "truncate[99999999999]"}) {
    EXPECT_FALSE(Transform::Parse(text).has_value()) << text;
  }
  auto unknown = Transform::Parse("zorder")->Apply(T(TypeId::kLong), Value::Long(1));
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().kind, Kind::kUnsupported);
}

Schema Columns() {
  auto schema = ParseSchema(*format::ParseJson(R"({"type":"struct","fields":[
    {"id":1,"name":"id","required":true,"type":"long"},{"id":2,"name":"ts","required":false,"type":"timestamptz"},
    {"id":3,"name":"we ird","required":false,"type":"string"},
    {"id":4,"name":"s","required":false,"type":{"type":"struct","fields":[
      {"id":5,"name":"x","required":false,"type":"int"}]}}]})"));
  EXPECT_TRUE(schema.has_value());
  return *schema;
}

PartitionSpec SpecOf(const char* fields) {
  auto spec = ParsePartitionSpec(
      *format::ParseJson(R"({"spec-id":1,"fields":)" + std::string(fields) + "}"));
  EXPECT_TRUE(spec.has_value()) << spec.error().message;
  return spec ? *spec : PartitionSpec();
}

TEST(Partition, PathIsEncodedAsFormData) {
  PartitionSpec spec = SpecOf(R"([{"source-id":2,"field-id":1000,"name":"ts_day","transform":"day"},
    {"source-id":3,"field-id":1001,"name":"we ird","transform":"identity"},
    {"source-id":1,"field-id":1002,"name":"b","transform":"bucket[4]"}])");
  auto values = PartitionValues(
      spec, Columns(),
      {Value::Long(Micros("2026-11-21T23:59:59")), Value::Bytes("a/b=\u00e9 ~*"), Value::Long(34)});
  ASSERT_TRUE(values.has_value());
  EXPECT_EQ(PartitionPath(spec, Columns(), *values),
            "ts_day=2026-11-21/we+ird=a%2Fb%3D%C3%A9+%7E*/b=" + std::to_string(2017239379 % 4));
  auto nulls = PartitionValues(spec, Columns(), {Value::Null(), Value::Null(), Value::Null()});
  ASSERT_TRUE(nulls.has_value());
  EXPECT_EQ(PartitionPath(spec, Columns(), *nulls), "ts_day=null/we+ird=null/b=null");
  EXPECT_EQ(PartitionPath(PartitionSpec(), Columns(), {}), "");
  EXPECT_FALSE(PartitionValues(spec, Columns(), {}).has_value());
}

TEST(Partition, JsonSurvives) {
  PartitionSpec spec = SpecOf(R"([{"name":"d","transform":"day","source-id":2,"field-id":1000},
    {"name":"new","transform":"identity","source-id":1}])");
  EXPECT_EQ(spec.fields[1].field_id, 0);
  EXPECT_EQ(*ParsePartitionSpec(PartitionSpecJson(spec)), spec);
  auto order = ParseSortOrder(*format::ParseJson(R"({"order-id":4,"fields":[
    {"transform":"bucket[3]","source-id":1,"direction":"desc","null-order":"nulls-last"}]})"));
  ASSERT_TRUE(order.has_value());
  EXPECT_EQ(*ParseSortOrder(SortOrderJson(*order)), *order);
  auto version1 = ParsePartitionFields(*format::ParseJson(
      R"([{"name":"a","transform":"identity","source-id":1},{"name":"b","transform":"day","source-id":2}])"));
  ASSERT_TRUE(version1.has_value());
  EXPECT_EQ((*version1)[1].field_id, 1001);
}

TEST(Partition, WrongSpecsAndOrdersAreRefused) {
  for (const char* fields : {R"([{"source-id":99,"name":"a","transform":"identity"}])",
                             R"([{"source-id":4,"name":"a","transform":"identity"}])",
                             R"([{"source-id":1,"name":"a","transform":"day"}])",
                             R"([{"source-id":1,"name":"ts","transform":"bucket[2]"}])",
                             R"([{"source-id":1,"name":"ts","transform":"identity"}])",
                             R"([{"source-id":1,"name":"","transform":"identity"}])",
                             R"([{"source-id":1,"name":"a","transform":"identity"},
                                 {"source-id":2,"name":"a","transform":"day"}])",
                             R"([{"source-id":1,"field-id":1000,"name":"a","transform":"identity"},
                                 {"source-id":2,"field-id":1000,"name":"b","transform":"day"}])"}) {
    auto done = CheckSpec(SpecOf(fields), Columns());
    ASSERT_FALSE(done.has_value()) << fields;
    EXPECT_EQ(done.error().kind, Kind::kInvalid);
  }
  EXPECT_TRUE(CheckSpec(SpecOf(R"([{"source-id":99,"name":"a","transform":"void"},
    {"source-id":1,"name":"id","transform":"identity"},{"source-id":5,"name":"s.x","transform":"identity"}])"),
                        Columns())
                  .has_value());
  for (
      const char* text :
      {R"({"fields":[{"transform":"identity","source-id":1,"direction":"up","null-order":"nulls-last"}]})",
       R"({"fields":[{"transform":"identity","source-id":1,"direction":"asc"}]})",
       R"({"order-id":1})"}) {
    EXPECT_FALSE(ParseSortOrder(*format::ParseJson(text)).has_value()) << text;
  }
  SortOrder order;
  order.order_id = 1;
  order.fields = {{99, Transform::Identity()}};
  EXPECT_FALSE(CheckSortOrder(order, Columns()).has_value());
  order.fields = {{1, Transform::Identity()}};
  EXPECT_TRUE(CheckSortOrder(order, Columns()).has_value());
  order.order_id = 0;
  EXPECT_FALSE(CheckSortOrder(order, Columns()).has_value());
}

}  // namespace
}  // namespace firn::iceberg
