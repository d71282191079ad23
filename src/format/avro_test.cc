#include "format/avro.h"

#include <gtest/gtest.h>

#include <limits>

namespace firn::format {
namespace {

const std::string kSync = "0123456789abcdef";

Json Parse(std::string_view text) {
  auto json = ParseJson(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json ? *json : Json();
}

Json EverySchema() {
  return Parse(R"({"type":"record","name":"all","namespace":"n","x-own":7,"fields":[
    {"name":"b","type":"boolean","field-id":1},
    {"name":"i","type":"int","field-id":2},
    {"name":"l","type":{"type":"long","logicalType":"timestamp-micros","adjust-to-utc":true},"field-id":3},
    {"name":"f","type":"float"}, {"name":"d","type":"double"},
    {"name":"s","type":"string"}, {"name":"y","type":"bytes"},
    {"name":"o","type":["null","string"],"default":null},
    {"name":"a","type":{"type":"array","items":"long","element-id":9}},
    {"name":"m","type":{"type":"map","values":"int"}},
    {"name":"x","type":{"type":"fixed","name":"four","size":4}},
    {"name":"x2","type":"four"},
    {"name":"e","type":{"type":"enum","name":"colour","symbols":["RED","BLUE"]}},
    {"name":"r","type":{"type":"record","name":"inner","fields":[{"name":"n","type":"null"}]}}]})");
}

AvroValue EveryValue(int64_t seed) {
  using V = AvroValue;
  return V::Of(V::List{
      V::Bool(seed % 2 == 0), V::Long(std::numeric_limits<int32_t>::min()),
      V::Long(seed % 2 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min()),
      V::Double(1.5), V::Double(-0.1), V::Bytes("text " + std::to_string(seed)),
      V::Bytes(std::string("\0\xff", 2)), seed % 3 ? V::Bytes("some") : V::Null(),
      V::Of(V::List{V::Long(-1), V::Long(seed)}), V::Of(V::Map{{"k", V::Long(5)}}),
      V::Bytes("abcd"), V::Bytes("efgh"), V::Bytes("BLUE"), V::Of(V::List{V::Null()})});
}

std::string Write(const Json& schema, const std::vector<AvroValue>& data, AvroCodec codec) {
  auto writer = AvroWriter::Open({schema, {{"own", "value"}}, codec, kSync});
  EXPECT_TRUE(writer.has_value()) << writer.error().message;
  for (const auto& datum : data) {
    auto done = writer->Append(datum);
    EXPECT_TRUE(done.has_value()) << done.error().message;
  }
  auto bytes = writer->Finish();
  EXPECT_TRUE(bytes.has_value());
  return *bytes;
}

// Reads to the end; the number of data, or the error.
Result<size_t> Count(std::string_view bytes) {
  FIRN_TRY(auto reader, AvroReader::Open(bytes));
  size_t count = 0;
  while (true) {
    FIRN_TRY(auto datum, reader.Next());
    if (!datum) return count;
    ++count;
  }
}

std::string Varint(int64_t value) {
  uint64_t raw = (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
  std::string out;
  for (; raw >= 0x80; raw >>= 7) out.push_back(static_cast<char>(raw | 0x80));
  out.push_back(static_cast<char>(raw));
  return out;
}

std::string Bytes(std::string_view bytes) {
  return Varint(static_cast<int64_t>(bytes.size())) + std::string(bytes);
}

std::string Header(std::string_view schema, std::string_view codec = "null") {
  return std::string("Obj\x01", 4) + Varint(2) + Bytes("avro.schema") + Bytes(schema) +
         Bytes("avro.codec") + Bytes(codec) + Varint(0) + kSync;
}

std::string Block(int64_t count, std::string_view data) {
  return Varint(count) + Bytes(data) + kSync;
}

TEST(Avro, EveryTypeSurvivesWithBothCodecs) {
  for (AvroCodec codec : {AvroCodec::kNull, AvroCodec::kDeflate}) {
    std::vector<AvroValue> data;
    for (int64_t i = 0; i < 5000; ++i) data.push_back(EveryValue(i));
    std::string bytes = Write(EverySchema(), data, codec);
    auto reader = AvroReader::Open(bytes);
    ASSERT_TRUE(reader.has_value()) << reader.error().message;
    EXPECT_EQ(reader->metadata().at("own"), "value");
    EXPECT_EQ(reader->metadata().at("avro.codec"), codec == AvroCodec::kNull ? "null" : "deflate");
    for (int64_t i = 0; i < 5000; ++i) {
      auto datum = reader->Next();
      ASSERT_TRUE(datum.has_value() && datum->has_value()) << i;
      const auto& fields = *(**datum).list();
      ASSERT_EQ(fields.size(), 14u);
      EXPECT_EQ(*fields[0].boolean(), i % 2 == 0);
      EXPECT_EQ(*fields[1].integer(), std::numeric_limits<int32_t>::min());
      EXPECT_EQ(*fields[2].integer(),
                i % 2 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min());
      EXPECT_EQ(*fields[3].real(), 1.5);
      EXPECT_EQ(*fields[4].real(), -0.1);
      EXPECT_EQ(*fields[5].bytes(), "text " + std::to_string(i));
      EXPECT_EQ(*fields[6].bytes(), std::string("\0\xff", 2));
      EXPECT_EQ(fields[7].is_null(), i % 3 == 0);
      EXPECT_EQ(*(*fields[8].list())[1].integer(), i);
      EXPECT_EQ((*fields[9].map())[0].first, "k");
      EXPECT_EQ(*fields[11].bytes(), "efgh");
      EXPECT_EQ(*fields[12].bytes(), "BLUE");
      EXPECT_TRUE((*fields[13].list())[0].is_null());
    }
    auto end = reader->Next();
    ASSERT_TRUE(end.has_value());
    EXPECT_FALSE(end->has_value());
  }
}

TEST(Avro, CustomAttributesAreKept) {
  std::string bytes = Write(EverySchema(), {}, AvroCodec::kNull);
  auto reader = AvroReader::Open(bytes);
  ASSERT_TRUE(reader.has_value());
  const AvroSchema& schema = reader->schema();
  EXPECT_EQ(schema.name, "n.all");
  EXPECT_EQ(schema.attributes["x-own"].integer_or(0), 7);
  EXPECT_EQ(schema.fields[2].attributes["field-id"].integer_or(0), 3);
  EXPECT_TRUE(schema.fields[2].type->attributes["adjust-to-utc"].bool_or(false));
  EXPECT_EQ(schema.fields[8].type->attributes["element-id"].integer_or(0), 9);
  EXPECT_EQ(schema.fields[10].type, schema.fields[11].type);
  EXPECT_EQ(Parse(reader->metadata().at("avro.schema")), EverySchema());
}

TEST(Avro, AValueThatDoesNotFitChangesNothing) {
  auto writer = AvroWriter::Open({Parse(R"({"type":"record","name":"r","fields":[
    {"name":"a","type":"string"},{"name":"b","type":["null","int"]}]})"),
                                  {},
                                  AvroCodec::kNull,
                                  kSync});
  ASSERT_TRUE(writer.has_value());
  using V = AvroValue;
  EXPECT_TRUE(writer->Append(V::Of(V::List{V::Bytes("x"), V::Long(1)})).has_value());
  for (const AvroValue& wrong :
       {V::Long(1), V::Of(V::List{V::Bytes("x")}), V::Of(V::List{V::Long(1), V::Null()}),
        V::Of(V::List{V::Bytes("half written"), V::Long(int64_t{1} << 40)})}) {
    auto done = writer->Append(wrong);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().kind, firn::Kind::kInvalid);
  }
  auto bytes = writer->Finish();
  ASSERT_TRUE(bytes.has_value());
  EXPECT_EQ(bytes->find("half written"), std::string::npos);
  EXPECT_EQ(Count(*bytes).value_or(99), 1u);
}

TEST(Avro, WriterRefusesBadSyncAndSchema) {
  EXPECT_FALSE(AvroWriter::Open({Json("int"), {}, AvroCodec::kNull, "short"}).has_value());
  EXPECT_FALSE(AvroWriter::Open({Json("whatever"), {}, AvroCodec::kNull, kSync}).has_value());
}

TEST(Avro, MalformedSchemasAreRefused) {
  for (
      const char* text :
      {R"({})", R"(7)", R"([])", R"("unknown")", R"({"type":"array"})",
       R"({"type":"fixed","name":"f"})", R"({"type":"fixed","name":"f","size":-1})",
       R"({"type":"enum","name":"e"})", R"([["int"]])", R"({"type":"record","name":"r"})",
       R"({"type":"record","fields":[]})",
       R"({"type":"record","name":"r","fields":[{"type":"int"}]})",
       R"({"type":"record","name":"r","fields":[{"name":"a","type":{"type":"record","name":"r","fields":[]}}]})"}) {
    auto schema = ParseAvroSchema(Parse(text));
    EXPECT_FALSE(schema.has_value()) << text;
  }
  auto recursive = ParseAvroSchema(
      Parse(R"({"type":"record","name":"r","fields":[{"name":"a","type":["null","r"]}]})"));
  ASSERT_FALSE(recursive.has_value());
  EXPECT_EQ(recursive.error().kind, firn::Kind::kUnsupported);
}

TEST(Avro, SchemasThatExpandWithoutBoundAreRefused) {
  // Each record holds the one before twice: 2^40 values in a few bytes of schema.
  std::string inner = R"({"type":"record","name":"r0","fields":[]})";
  for (int i = 1; i <= 40; ++i) {
    std::string name = "r" + std::to_string(i);
    inner = R"({"type":"record","name":")" + name + R"(","fields":[{"name":"a","type":)" + inner +
            R"(},{"name":"b","type":"r)" + std::to_string(i - 1) + R"("}]})";
  }
  auto schema = ParseAvroSchema(Parse(inner));
  ASSERT_FALSE(schema.has_value());
  std::string deep = "\"int\"";
  for (int i = 0; i < 70; ++i) deep = R"({"type":"array","items":)" + deep + "}";
  auto json = ParseJson(deep);
  if (json) {
    EXPECT_FALSE(ParseAvroSchema(*json).has_value());
  }
}

TEST(Avro, EveryTruncationIsRefusedOrEndsAtABlock) {
  std::vector<AvroValue> data;
  for (int64_t i = 0; i < 20; ++i) data.push_back(EveryValue(i));
  for (AvroCodec codec : {AvroCodec::kNull, AvroCodec::kDeflate}) {
    std::string bytes = Write(EverySchema(), data, codec);
    ASSERT_EQ(Count(bytes).value_or(0), 20u);
    for (size_t length = 0; length < bytes.size(); ++length) {
      auto count = Count(std::string_view(bytes).substr(0, length));
      if (count) {
        EXPECT_EQ(*count, 0u) << length;
      } else {
        EXPECT_EQ(count.error().kind, firn::Kind::kCorrupt) << count.error().message;
      }
    }
  }
}

TEST(Avro, FlippedBytesNeverCrash) {
  std::vector<AvroValue> data;
  for (int64_t i = 0; i < 3; ++i) data.push_back(EveryValue(i));
  for (AvroCodec codec : {AvroCodec::kNull, AvroCodec::kDeflate}) {
    std::string bytes = Write(EverySchema(), data, codec);
    for (size_t at = 0; at < bytes.size(); ++at) {
      for (int bit : {0x01, 0x80, 0xff}) {
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ bit);
        auto count = Count(damaged);
        if (!count) {
          EXPECT_NE(count.error().kind, firn::Kind::kInternal);
        }
      }
    }
  }
}

TEST(Avro, HugeCountsAreRefusedWithoutAllocating) {
  int64_t huge = std::numeric_limits<int64_t>::max();
  std::string longs = Header(R"({"type":"array","items":"long"})");
  std::string nulls = Header(R"({"type":"array","items":"null"})");
  for (const std::string& bytes :
       {longs + Block(1, Varint(huge)), nulls + Block(1, Varint(huge) + Varint(0)),
        longs + Block(1, Varint(std::numeric_limits<int64_t>::min()) + Varint(1)),
        longs + Block(1, Varint(-5) + Varint(huge)), longs + Block(huge, ""), longs + Block(-1, ""),
        Header("\"null\"") + Block(huge, ""), Header("\"string\"") + Block(1, Varint(huge)),
        Header("\"bytes\"") + Block(1, Varint(-3)), longs + Varint(1) + Varint(huge),
        Header(R"({"type":"map","values":"null"})") + Block(1, Varint(huge) + Bytes("k")),
        std::string("Obj\x01", 4) + Varint(huge)}) {
    auto count = Count(bytes);
    ASSERT_FALSE(count.has_value());
    EXPECT_EQ(count.error().kind, firn::Kind::kCorrupt) << count.error().message;
  }
}

TEST(Avro, ValuesOutOfTheirTypeAreRefused) {
  for (const std::string& bytes :
       {Header("\"int\"") + Block(1, Varint(int64_t{1} << 31)),
        Header("\"boolean\"") + Block(1, "\x02"), Header(R"(["null","int"])") + Block(1, Varint(2)),
        Header(R"(["null","int"])") + Block(1, Varint(-1)),
        Header(R"({"type":"enum","name":"e","symbols":["A"]})") + Block(1, Varint(1)),
        Header("\"long\"") + Block(1, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
        Header("\"long\"") + Block(1, Varint(1) + "tail")}) {
    auto count = Count(bytes);
    ASSERT_FALSE(count.has_value());
    EXPECT_EQ(count.error().kind, firn::Kind::kCorrupt);
  }
}

TEST(Avro, BlocksOfItemsAreJoined) {
  // Three items in two blocks, the first with its size in bytes in front.
  std::string datum =
      Varint(-2) + Varint(2) + Varint(1) + Varint(2) + Varint(1) + Varint(3) + Varint(0);
  std::string bytes = Header(R"({"type":"array","items":"long"})") + Block(1, datum);
  auto reader = AvroReader::Open(bytes);
  ASSERT_TRUE(reader.has_value());
  auto value = reader->Next();
  ASSERT_TRUE(value.has_value() && value->has_value()) << value.error().message;
  ASSERT_EQ((**value).list()->size(), 3u);
  EXPECT_EQ(*(*(**value).list())[2].integer(), 3);
}

TEST(Avro, CodecsAndSyncMarkersAreChecked) {
  auto codec = Count(Header("\"int\"", "lzma"));
  ASSERT_FALSE(codec.has_value());
  EXPECT_EQ(codec.error().kind, firn::Kind::kUnsupported);
  EXPECT_NE(codec.error().message.find("lzma"), std::string::npos);
  EXPECT_FALSE(Count(Header("\"int\"", "deflate") + Block(1, "not deflate")).has_value());
  EXPECT_FALSE(Count(Header("\"int\"", "zstandard") + Block(1, "not zstd")).has_value());
  std::string damaged = Header("\"int\"") + Block(1, Varint(4));
  EXPECT_EQ(Count(damaged).value_or(0), 1u);
  damaged.back() = '!';
  EXPECT_FALSE(Count(damaged).has_value());
  EXPECT_FALSE(Count("").has_value());
  EXPECT_FALSE(Count("Obj").has_value());
  EXPECT_FALSE(Count("PAR1").has_value());
}

TEST(Avro, BytesAfterADeflatedBlockAreLeftAlone) {
  std::string bytes = Write(Json("int"), {AvroValue::Long(7)}, AvroCodec::kDeflate);
  size_t body = bytes.size() - kSync.size();
  size_t start = bytes.find(kSync) + kSync.size();
  std::string deflated = bytes.substr(start + 2, body - start - 2);
  std::string padded = bytes.substr(0, start) + Block(1, deflated + "abc");
  EXPECT_EQ(Count(padded).value_or(0), 1u);
}

TEST(Avro, ABlockThatInflatesBeyondTheLimitIsRefused) {
  // 65 MiB of zeros deflate to a few dozen kilobytes.
  std::string bytes =
      Write(Json("bytes"), {AvroValue::Bytes(std::string(kAvroBlockBytesMax + 1, '\0'))},
            AvroCodec::kDeflate);
  ASSERT_LT(bytes.size(), size_t{1} << 20);
  auto count = Count(bytes);
  ASSERT_FALSE(count.has_value());
  EXPECT_EQ(count.error().kind, firn::Kind::kCorrupt);
}

}  // namespace
}  // namespace firn::format
