#include "format/protobuf.h"

#include <gtest/gtest.h>

#include <limits>

namespace firn::format {
namespace {

using namespace std::string_view_literals;

bool Malformed(std::string_view bytes) {
  ProtobufReader reader(bytes);
  while (reader.Next()) {
  }
  return !reader.ok();
}

TEST(Protobuf, ReadsTheExamplesOfTheEncodingGuide) {
  ProtobufReader reader("\x08\x96\x01\x12\x07testing\x1a\x03\x08\x96\x01"sv);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.field(), 1u);
  EXPECT_EQ(reader.type(), ProtobufReader::WireType::kVarint);
  EXPECT_EQ(reader.AsUint64(), 150u);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.field(), 2u);
  EXPECT_EQ(reader.AsBytes(), "testing");
  ASSERT_TRUE(reader.Next());
  ProtobufReader inner(reader.AsBytes());
  ASSERT_TRUE(inner.Next());
  EXPECT_EQ(inner.AsInt32(), 150);
  EXPECT_FALSE(reader.Next());
  EXPECT_TRUE(reader.ok());
  EXPECT_FALSE(reader.Next());
}

TEST(Protobuf, RoundTripsEveryType) {
  ProtobufWriter writer;
  writer.Varint(1, std::numeric_limits<uint64_t>::max());
  writer.Varint(2, static_cast<uint64_t>(int64_t{-1}));
  writer.Sint64(3, std::numeric_limits<int64_t>::min());
  writer.Fixed64(4, 0x0123456789abcdefull);
  writer.Fixed32(5, 0x89abcdefu);
  writer.Double(6, -0.5);
  writer.Bytes(7, "\0\xff"sv);
  writer.Varint((1u << 29) - 1, 0);
  ProtobufReader reader(writer.bytes());
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsUint64(), std::numeric_limits<uint64_t>::max());
  EXPECT_TRUE(reader.AsBool());
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsInt64(), -1);
  EXPECT_EQ(reader.AsInt32(), -1);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsSint64(), std::numeric_limits<int64_t>::min());
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsFixed64(), 0x0123456789abcdefull);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsFixed32(), 0x89abcdefu);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsDouble(), -0.5);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsBytes(), "\0\xff"sv);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.field(), (1u << 29) - 1);
  EXPECT_FALSE(reader.AsBool());
  EXPECT_FALSE(reader.Next());
  EXPECT_TRUE(reader.ok());
}

TEST(Protobuf, RefusesMalformedBytes) {
  EXPECT_FALSE(Malformed(""));
  EXPECT_TRUE(Malformed("\x08"sv));          // no value
  EXPECT_TRUE(Malformed("\x80"sv));          // half a tag
  EXPECT_TRUE(Malformed("\x00\x01"sv));      // field 0
  EXPECT_TRUE(Malformed("\x12\x05test"sv));  // shorter than it says
  EXPECT_TRUE(Malformed("\x12\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"sv));  // a length of 2^64-1
  EXPECT_TRUE(Malformed("\x0d\x01\x02\x03"sv));                  // fixed32 of three bytes
  EXPECT_TRUE(Malformed("\x09\x01\x02\x03\x04\x05\x06\x07"sv));  // fixed64 of seven
  EXPECT_TRUE(Malformed("\x0b\x0c"sv));                          // a group
  EXPECT_TRUE(Malformed("\x0c"sv));                              // its end
  EXPECT_TRUE(Malformed("\x0e\x01"sv));                          // wire type 6
  EXPECT_TRUE(Malformed("\x0f\x01"sv));                          // wire type 7
  EXPECT_TRUE(Malformed("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"sv));  // eleven bytes
  EXPECT_TRUE(Malformed("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"sv));      // beyond 64 bits
  EXPECT_FALSE(Malformed("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"sv));
  EXPECT_TRUE(Malformed("\xf8\xff\xff\xff\x1f\x01"sv));  // field 2^29 and more
}

TEST(Protobuf, ReadingAnotherTypeFailsTheReader) {
  ProtobufReader reader("\x08\x05\x10\x06"sv);
  ASSERT_TRUE(reader.Next());
  EXPECT_EQ(reader.AsBytes(), "");
  EXPECT_FALSE(reader.ok());
  EXPECT_FALSE(reader.Next());
}

TEST(Protobuf, SkipsWhatIsNotRead) {
  ProtobufWriter writer;
  writer.Bytes(9, "unknown");
  writer.Fixed32(8, 1);
  writer.Varint(1, 3);
  ProtobufReader reader(writer.bytes());
  uint64_t found = 0;
  while (reader.Next()) {
    if (reader.field() == 1) found = reader.AsUint64();
  }
  EXPECT_TRUE(reader.ok());
  EXPECT_EQ(found, 3u);
}

TEST(Protobuf, TakesPackedElements) {
  std::string_view varints = "\x03\x8e\x02\x9e\xa7\x05"sv;
  std::vector<uint64_t> values;
  for (uint64_t value; ProtobufReader::TakePackedVarint(varints, value);) values.push_back(value);
  EXPECT_EQ(values, (std::vector<uint64_t>{3, 270, 86942}));
  EXPECT_TRUE(varints.empty());
  std::string_view cut = "\x80"sv;
  uint64_t value;
  EXPECT_FALSE(ProtobufReader::TakePackedVarint(cut, value));
  EXPECT_EQ(cut.size(), 1u);
  std::string_view fixed = "\x01\0\0\0\0\0\0\0\x02\0\0"sv;
  EXPECT_TRUE(ProtobufReader::TakePackedFixed64(fixed, value));
  EXPECT_EQ(value, 1u);
  EXPECT_FALSE(ProtobufReader::TakePackedFixed64(fixed, value));
  std::string_view reals = "\0\0\0\0\0\0\xf0\x3f"sv;
  double real = 0;
  EXPECT_TRUE(ProtobufReader::TakePackedDouble(reals, real));
  EXPECT_EQ(real, 1.0);
  EXPECT_FALSE(ProtobufReader::TakePackedDouble(reals, real));
}

TEST(Protobuf, SurvivesEveryTruncationAndFlip) {
  ProtobufWriter writer;
  writer.Bytes(1, "abc");
  writer.Varint(2, 300);
  writer.Double(3, 1.5);
  const std::string& bytes = writer.bytes();
  for (size_t size = 0; size < bytes.size(); ++size)
    Malformed(std::string_view(bytes).substr(0, size));
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    ProtobufReader reader(flipped);
    for (int fields = 0; reader.Next(); ++fields) ASSERT_LT(fields, 100);
  }
}

}  // namespace
}  // namespace firn::format
