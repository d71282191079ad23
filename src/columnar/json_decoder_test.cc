#include "columnar/json_decoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "columnar/cell.h"
#include "columnar/limits.h"

namespace firn::columnar {
namespace {

Field Named(std::string name, int id, ColumnType type, bool required = false) {
  return {std::move(name), id, required, std::move(type)};
}

std::shared_ptr<const Schema> Shared(Schema schema) {
  return std::make_shared<const Schema>(std::move(schema));
}

struct Decoded {
  Batch batch;
  std::vector<RecordFailure> failures;
};

Decoded Decode(Schema schema, std::vector<std::string> records) {
  auto shared = Shared(std::move(schema));
  JsonDecoder decoder(shared);
  Decoded out{Batch(shared), {}};
  std::vector<std::string_view> views(records.begin(), records.end());
  out.failures = decoder.Decode(views, RecordMemory::kAny, out.batch);
  for (size_t i = 0; i < out.batch.columns(); ++i)
    EXPECT_EQ(out.batch.column(i).size(), out.batch.rows());
  return out;
}

// What the column "c" of a type holds after reading one JSON value: its text, "null", or the
// failure's code.
std::string Read(ColumnType type, const std::string& json) {
  Decoded out = Decode({Named("c", 1, std::move(type))}, {"{\"c\": " + json + "}"});
  if (!out.failures.empty()) {
    EXPECT_EQ(out.batch.rows(), 0u);
    return out.failures[0].code;
  }
  EXPECT_EQ(out.batch.rows(), 1u);
  return out.batch.column(0).is_null(0) ? "null" : CellText(out.batch.column(0), 0);
}

struct Coercion {
  ColumnType type;
  std::string json;
  std::string expected;  // "!" for a value that cannot be read
};

TEST(JsonDecoder, Coercions) {
  auto of = [](TypeId id) { return ColumnType::Of(id); };
  const std::vector<Coercion> table = {
      {of(TypeId::kBool), "true", "true"},
      {of(TypeId::kBool), "\"false\"", "false"},
      {of(TypeId::kBool), "1", "true"},
      {of(TypeId::kBool), "0", "false"},
      {of(TypeId::kBool), "2", "!"},
      {of(TypeId::kBool), "\"yes\"", "!"},
      {of(TypeId::kBool), "[]", "!"},
      {of(TypeId::kInt32), "7", "7"},
      {of(TypeId::kInt32), "\"-7\"", "-7"},
      {of(TypeId::kInt32), "7.0", "7"},
      {of(TypeId::kInt32), "7.5", "!"},
      {of(TypeId::kInt32), "2147483648", "!"},
      {of(TypeId::kInt32), "-2147483648", "-2147483648"},
      {of(TypeId::kInt32), "true", "!"},
      {of(TypeId::kInt32), "\"\"", "!"},
      {of(TypeId::kInt32), "{}", "!"},
      {of(TypeId::kInt64), "9223372036854775807", "9223372036854775807"},
      {of(TypeId::kInt64), "9223372036854775808", "!"},
      {of(TypeId::kInt64), "1e3", "1000"},
      {of(TypeId::kInt64), "\"1760000000000000\"", "1760000000000000"},
      {of(TypeId::kFloat), "1.5", "1.5"},
      {of(TypeId::kFloat), "\"2.25\"", "2.25"},
      {of(TypeId::kFloat), "1e300", "!"},
      {of(TypeId::kDouble), "10", "10.0"},
      {of(TypeId::kDouble), "\"NaN\"", "NaN"},
      {of(TypeId::kDouble), "1e300", "1.0E300"},
      {of(TypeId::kDouble), "\"many\"", "!"},
      {ColumnType::Decimal(9, 2), "12.5", "12.50"},
      {ColumnType::Decimal(9, 2), "\"12.34\"", "12.34"},
      {ColumnType::Decimal(9, 2), "12.345", "!"},
      {ColumnType::Decimal(4, 2), "123.4", "!"},
      {ColumnType::Decimal(38, 0), "12345678901234567890123456789012345678",
       "12345678901234567890123456789012345678"},
      {of(TypeId::kDate), "\"2024-02-29\"", "2024-02-29"},
      {of(TypeId::kDate), "19782", "2024-02-29"},
      {of(TypeId::kDate), "\"2023-02-29\"", "!"},
      {of(TypeId::kDate), "1.5", "!"},
      {of(TypeId::kTime), "\"08:53:20.000604\"", "08:53:20.000604"},
      {of(TypeId::kTime), "1000000", "00:00:01.000000"},
      {of(TypeId::kTime), "86400000000", "!"},
      {of(TypeId::kTimestamp), "1760000000000604", "2025-10-09 08:53:20.000604"},
      {of(TypeId::kTimestamp), "\"2025-10-09T08:53:20.000604\"", "2025-10-09 08:53:20.000604"},
      {of(TypeId::kTimestamp), "\"2025-10-09T10:53:20+02:00\"", "2025-10-09 08:53:20.000000"},
      {of(TypeId::kTimestamp), "1760000000000",
       "1970-01-21 08:53:20.000000"},  // milliseconds are taken as told
      {of(TypeId::kTimestampTz), "\"2025-10-09T08:53:20\"", "2025-10-09 08:53:20.000000 UTC"},
      {of(TypeId::kTimestampTz), "\"2025-10-09 08:53:20.5-01:30\"",
       "2025-10-09 10:23:20.500000 UTC"},
      {of(TypeId::kTimestampTz), "\"1760000000000604\"", "2025-10-09 08:53:20.000604 UTC"},
      {of(TypeId::kTimestampTz), "-1", "1969-12-31 23:59:59.999999 UTC"},
      {of(TypeId::kTimestampTz), "9223372036854775807", "!"},
      {of(TypeId::kTimestampTz), "\"soon\"", "!"},
      {of(TypeId::kTimestampTz), "false", "!"},
      {of(TypeId::kString), "\"caf\\u00e9 \\\"x\\\" \\ud83d\\ude00\"", "café \"x\" 😀"},
      {of(TypeId::kString), "\"\"", ""},
      {of(TypeId::kString), "12.50", "12.50"},
      {of(TypeId::kString), "true", "true"},
      {of(TypeId::kString), "{\"a\": [1, {\"b\" : null}] }", "{\"a\": [1, {\"b\" : null}] }"},
      {of(TypeId::kString), "[1 , 2]", "[1 , 2]"},
      {of(TypeId::kUuid), "\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"",
       "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"},
      {of(TypeId::kUuid), "\"f81d\"", "!"},
      {of(TypeId::kUuid), "5", "!"},
      {of(TypeId::kBinary), "\"aGVsbG8=\"", "68 65 6c 6c 6f"},
      {of(TypeId::kBinary), "\"not base64!\"", "!"},
      {of(TypeId::kBinary), "5", "!"},
      {ColumnType::Fixed(4), "\"deadbeef\"", "de ad be ef"},
      {ColumnType::Fixed(4), "\"3q2+7w==\"", "de ad be ef"},
      {ColumnType::Fixed(4), "\"dead\"", "!"},
  };
  for (const Coercion& row : table) {
    std::string expected =
        row.expected == "!" ? std::string(kInvalidColumnValueCode) : row.expected;
    EXPECT_EQ(Read(row.type, row.json), expected) << row.type.text() << " from " << row.json;
    EXPECT_EQ(Read(row.type, "null"), "null") << row.type.text();
  }
}

ColumnType NestedType() {
  return ColumnType::Struct(
      {Named("id", 2, ColumnType::Of(TypeId::kInt64), true),
       Named("note", 3, ColumnType::Of(TypeId::kString)),
       Named("tags", 4, ColumnType::List(Named("", 5, ColumnType::Of(TypeId::kString)))),
       Named("counts", 6,
             ColumnType::Map(Named("", 7, ColumnType::Of(TypeId::kString)),
                             Named("", 8, ColumnType::Of(TypeId::kInt32), true)))});
}

TEST(JsonDecoder, NestedValues) {
  const std::string full =
      "{\"tags\": [\"a\", null], \"x\": {}, \"counts\": {\"k\": 1, \"l\": \"2\"}, \"id\": 1}";
  EXPECT_EQ(Read(NestedType(), full), "{id=1, note=null, tags=[a, null], counts={k=1, l=2}}");
  EXPECT_EQ(Read(NestedType(), "{\"id\": 5}"), "{id=5, note=null, tags=null, counts=null}");
  EXPECT_EQ(Read(NestedType(), "\"{\\\"id\\\": 5, \\\"tags\\\": \\\"[\\\\\\\"q\\\\\\\"]\\\"}\""),
            "{id=5, note=null, tags=[q], counts=null}");
  EXPECT_EQ(Read(NestedType(), "{}"), kMissingColumnCode);
  EXPECT_EQ(Read(NestedType(), "{\"id\": null}"), kMissingColumnCode);
  EXPECT_EQ(Read(NestedType(), "{\"id\": 1, \"counts\": {\"k\": null}}"), kMissingColumnCode);
  EXPECT_EQ(Read(NestedType(), "{\"id\": 1, \"counts\": {\"k\": \"many\"}}"),
            kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "{\"id\": 1, \"counts\": {\"k\": 1, \"k\": 2}}"),
            kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "{\"id\": 1, \"counts\": [1]}"), kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "{\"id\": 1, \"tags\": {}}"), kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "\"{\\\"id\\\": 5\""), kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "\"{\\\"id\\\": 5} trailing\""), kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "\"\""), kInvalidColumnValueCode);
  EXPECT_EQ(Read(NestedType(), "7"), kInvalidColumnValueCode);
  ColumnType by_number = ColumnType::Map(Named("", 2, ColumnType::Of(TypeId::kInt32)),
                                         Named("", 3, ColumnType::Of(TypeId::kBool)));
  EXPECT_EQ(Read(by_number, "{\"1\": true, \"-2\": null}"), "{1=true, -2=null}");
  EXPECT_EQ(Read(by_number, "{\"one\": true}"), kInvalidColumnValueCode);
}

TEST(JsonDecoder, FailuresNameTheColumnAndTheTypeButNotTheValue) {
  Decoded out =
      Decode({Named("s", 1, NestedType())}, {R"({"s": {"id": 1, "counts": {"k": "secret"}}})"});
  ASSERT_EQ(out.failures.size(), 1u);
  EXPECT_EQ(out.failures[0].message,
            "The value of column \"s.counts.value\" cannot be read as int");
  out = Decode({Named("a", 1, ColumnType::Of(TypeId::kInt32), true)}, {"{}"});
  ASSERT_EQ(out.failures.size(), 1u);
  EXPECT_EQ(out.failures[0].code, "Iceberg.MissingColumnWithinRecord");
  EXPECT_EQ(out.failures[0].message, "One or more columns are missing in the record");
}

TEST(JsonDecoder, FailuresAreIsolated) {
  Schema schema = {Named("id", 1, ColumnType::Of(TypeId::kInt64), true),
                   Named("text", 2, ColumnType::Of(TypeId::kString)),
                   Named("list", 3, ColumnType::List(Named("", 4, ColumnType::Of(TypeId::kInt32)))),
                   Named("nested", 5, NestedType())};
  // Ids below ids; every bad record breaks off at another place, with parts of lists and structs
  // already read.
  std::vector<std::string> records = {
      R"({"id": 0, "list": [1, 2], "text": "zero"})",
      R"({"id": 1, "list": [1, 2, "x"], "text": "bad"})",
      R"({"text": "no id", "list": [7, 8, 9]})",
      R"({"id": 3, "list": [3], "nested": {"id": 3, "tags": ["a", "b"], "counts": {"k": 3}}})",
      R"({"id": 4, "nested": {"tags": ["lost"], "counts": {"k": 1, "l": "?"}, "id": 4}})",
      R"({"id": 5, "list": [5], "text": "five"} trailing)",
      R"({"id": 6, "list": [6], "text": "cut)",
      R"({"id": 7, "text": null, "unknown": [1, {"deep": true}]})",
      "",
      R"([{"id": 9}])",
      "{\"id\": 10, \"text\": \"\xff\xfe\"}",
      R"({"id": 11, "list": [11, null]})",
      R"({"id": 12, "unknown": tru})",
      R"({"id": 13}{"id": 14})",
      R"(   {"id" : 15 , "text" : "fifteen, with more than twelve bytes" }   )",
  };
  Decoded out = Decode(schema, records);
  std::vector<size_t> bad;
  for (const RecordFailure& failure : out.failures) bad.push_back(failure.index);
  EXPECT_EQ(bad, (std::vector<size_t>{1, 2, 4, 5, 6, 8, 9, 10, 12, 13}));
  EXPECT_EQ(out.failures[1].code, kMissingColumnCode);
  EXPECT_EQ(out.failures[3].code, kMalformedRecordCode);
  ASSERT_EQ(out.batch.rows(), 5u);
  ASSERT_TRUE(out.batch.Check().has_value());
  const char* expected[5][4] = {{"0", "zero", "[1, 2]", ""},
                                {"3", "", "[3]", "{id=3, note=null, tags=[a, b], counts={k=3}}"},
                                {"7", "", "", ""},
                                {"11", "", "[11, null]", ""},
                                {"15", "fifteen, with more than twelve bytes", "", ""}};
  for (size_t row = 0; row < 5; ++row) {
    for (size_t i = 0; i < 4; ++i)
      EXPECT_EQ(CellText(out.batch.column(i), row), expected[row][i]) << row << " " << i;
  }
  EXPECT_EQ(out.batch.column(2).child(0).size(), 5u) << "nothing of failed records stays behind";
}

TEST(JsonDecoder, KeysMatchExactlyInAnyOrder) {
  Schema schema = {Named("a", 1, ColumnType::Of(TypeId::kInt32)),
                   Named("A", 2, ColumnType::Of(TypeId::kInt32)),
                   Named("a b\"c", 3, ColumnType::Of(TypeId::kInt32)),
                   Named("ab", 4, ColumnType::Of(TypeId::kInt32))};
  Decoded out = Decode(
      schema, {R"({"a": 1, "A": 2, "ab": 4})", R"({"ab": 4, "a b\"c": 3, "\u0061": 1})",
               R"({"a": 5, "aa": 6, "A": 7, "a ": 8})", R"({"a": 1, "a": 2, "A": 3, "A": null})"});
  ASSERT_TRUE(out.failures.empty());
  const char* expected[4][4] = {
      {"1", "2", "", "4"}, {"1", "", "3", "4"}, {"5", "7", "", ""}, {"2", "", "", ""}};
  for (size_t row = 0; row < 4; ++row) {
    for (size_t i = 0; i < 4; ++i)
      EXPECT_EQ(CellText(out.batch.column(i), row), expected[row][i]) << row << " " << i;
  }
}

TEST(JsonDecoder, DepthIsLimited) {
  auto nested = [](size_t levels) {  // the record is the first level
    return "{\"c\": " + std::string(levels - 1, '[') + std::string(levels - 1, ']') + "}";
  };
  for (TypeId type : {TypeId::kString, TypeId::kInt32}) {
    Schema schema = {Named(type == TypeId::kString ? "c" : "other", 1, ColumnType::Of(type))};
    EXPECT_TRUE(Decode(schema, {nested(kRecordDepthMax)}).failures.empty());
    Decoded out = Decode(schema, {nested(kRecordDepthMax + 1), "{}"});
    ASSERT_EQ(out.failures.size(), 1u);
    EXPECT_EQ(out.failures[0].code, kMalformedRecordCode);
    EXPECT_EQ(out.batch.rows(), 1u);
  }
}

TEST(JsonDecoder, ReadsPaddedRecordsInPlaceAndCopiesText) {
  auto schema = Shared({Named("s", 1, ColumnType::Of(TypeId::kString))});
  JsonDecoder decoder(schema);
  Batch batch(schema);
  {
    std::string first = R"({"s": "text that is longer than twelve bytes"})";
    std::string both = first + R"({"s": "short"})" + std::string(kRecordPadding, '#');
    std::vector<std::string_view> views = {std::string_view(both).substr(0, first.size()),
                                           std::string_view(both).substr(first.size(), 14)};
    EXPECT_TRUE(decoder.Decode(views, RecordMemory::kPadded, batch).empty());
  }
  ASSERT_EQ(batch.rows(), 2u);
  EXPECT_EQ(batch.column(0).text_at(0), "text that is longer than twelve bytes");
  EXPECT_EQ(batch.column(0).text_at(1), "short");
}

TEST(JsonDecoder, PointsIntoRecordsThatAreKept) {
  auto schema =
      Shared({Named("plain", 1, ColumnType::Of(TypeId::kString)),
              Named("escaped", 2, ColumnType::Of(TypeId::kString)),
              Named("list", 3, ColumnType::List(Named("", 4, ColumnType::Of(TypeId::kString))))});
  JsonDecoder decoder(schema);
  Batch batch(schema);
  const std::string record =
      R"({"plain" : "more than twelve bytes, no escapes"  , "escaped": "more than twelve bytes\n\"é\"",)"
      R"( "list": "[\"inside of another text\"]"})";
  auto memory = std::make_shared<std::string>(record + std::string(kRecordPadding, ' '));
  const std::string_view view(memory->data(), record.size());
  ASSERT_TRUE(decoder.Decode({&view, 1}, RecordMemory::kKept, batch).empty());
  batch.Keep(memory);
  std::string_view plain = batch.column(0).text_at(0);
  EXPECT_EQ(plain, "more than twelve bytes, no escapes");
  EXPECT_TRUE(plain.data() > memory->data() && plain.data() < memory->data() + memory->size());
  EXPECT_EQ(batch.column(1).text_at(0), "more than twelve bytes\n\"é\"");
  EXPECT_EQ(CellText(batch.column(2), 0), "[inside of another text]")
      << "texts inside texts are not kept";
  std::weak_ptr<std::string> watch = memory;
  memory.reset();
  const uint32_t rows[] = {0};
  {
    Batch taken = batch.Gather(rows);
    batch.Clear();
    EXPECT_FALSE(watch.expired()) << "the gathered row still needs it";
    EXPECT_EQ(taken.column(0).text_at(0), "more than twelve bytes, no escapes");
  }
  EXPECT_TRUE(watch.expired());
}

TEST(JsonDecoder, SurvivesEveryCutOfARecord) {
  Schema schema = {Named("id", 1, ColumnType::Of(TypeId::kInt64), true),
                   Named("nested", 2, NestedType())};
  const std::string whole =
      R"({"id": 12, "x": [1.5e3, {"y": "\u00e9"}], "nested": {"id": 3, "counts": {"k": 3}}})";
  for (size_t length = 0; length < whole.size(); ++length) {
    Decoded out = Decode(schema, {whole.substr(0, length), whole});
    ASSERT_EQ(out.failures.size(), 1u) << length;
    EXPECT_EQ(out.failures[0].code, kMalformedRecordCode)
        << length << ": " << whole.substr(0, length);
    EXPECT_EQ(out.batch.rows(), 1u);
  }
}

TEST(JsonDecoder, TokensThatBeginLikeOthersFail) {
  for (const char* token : {"nul",       "nulll",       "nu",
                            "n",         "truex",       "tru",
                            "fals",      "12x",         "-",
                            "1.",        "01",          "+1",
                            ".5",        "1e",          "\"a\" \"b\"",
                            "\"a\"b",    "'a'",         "\"\\x\"",
                            "\"\\u12\"", "\"\\ud800\"", "\"tab\tinside\"",
                            "[1 2]",     "[1,]",        "{\"a\" 1}",
                            "{\"a\":}",  "{1: 2}",      ""}) {
    for (TypeId type : {TypeId::kString, TypeId::kInt64, TypeId::kBool, TypeId::kDouble}) {
      Decoded out = Decode({Named("c", 1, ColumnType::Of(type))},
                           {std::string("{\"c\": ") + token + "}", "{}"});
      EXPECT_EQ(out.failures.size(), 1u) << token;
    }
  }
  for (const char* token : {"nul", "truex", "12x", "[1,]", "{\"a\":}", "\"a\"b", ""}) {
    EXPECT_EQ(Decode({}, {std::string("{\"skipped\": ") + token + "}"}).failures.size(), 1u)
        << token;
  }
}

// Whatever one byte is replaced by, the record either fails whole or goes in whole, and its
// neighbours stand.
TEST(JsonDecoder, SurvivesEveryByteChanged) {
  auto schema = Shared({Named("id", 1, ColumnType::Of(TypeId::kInt64), true),
                        Named("nested", 2, NestedType()),
                        Named("text", 20, ColumnType::Of(TypeId::kString))});
  const std::string whole =
      R"({"id": 12, "x": [1.5e3, null], "text": "a\"b\u00e9", "nested": {"id": 3, "counts": {"k": 3}, "tags": ["t"]}})";
  JsonDecoder decoder(schema);
  Batch batch(schema);
  size_t failed = 0;
  for (size_t at = 0; at < whole.size(); ++at) {
    for (char byte : std::string("{}[]\",:\\n0-.e \n\xc3x")) {
      std::string record = whole;
      record[at] = byte;
      const std::string_view views[] = {whole, record, whole};
      batch.Clear();
      const size_t failures = decoder.Decode(views, RecordMemory::kAny, batch).size();
      failed += failures;
      ASSERT_EQ(batch.rows(), 3 - failures) << record;
      ASSERT_LE(failures, 1u) << record;
      ASSERT_TRUE(batch.Check().has_value()) << record;
      ASSERT_EQ(CellText(batch.column(1), batch.rows() - 1),
                "{id=3, note=null, tags=[t], counts={k=3}}")
          << record;
    }
  }
  EXPECT_GT(failed, 500u);
}

}  // namespace
}  // namespace firn::columnar
