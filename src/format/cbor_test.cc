#include "format/cbor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/encoding.h"
#include "format/limits.h"

namespace firn::format {
namespace {

// The examples of RFC 8949, appendix A, in hex.
struct Bytes {
  explicit Bytes(std::string_view hex) : bytes(*HexDecode(hex)) {}
  CborReader reader() const { return CborReader(bytes); }
  std::string bytes;
};

std::string Written(auto write) {
  CborWriter writer;
  write(writer);
  return HexEncode(writer.bytes());
}

constexpr std::pair<int64_t, std::string_view> kIntegers[] = {
    {0, "00"},
    {23, "17"},
    {24, "1818"},
    {100, "1864"},
    {1000, "1903e8"},
    {1000000, "1a000f4240"},
    {1000000000000, "1b000000e8d4a51000"},
    {-1, "20"},
    {-100, "3863"},
    {-1000, "3903e7"},
    {std::numeric_limits<int64_t>::max(), "1b7fffffffffffffff"},
    {std::numeric_limits<int64_t>::min(), "3b7fffffffffffffff"},
};

TEST(Cbor, IntegersFollowTheStandard) {
  for (const auto& [value, hex] : kIntegers) {
    EXPECT_EQ(Written([&](CborWriter& writer) { writer.Integer(value); }), hex);
    const Bytes bytes(hex);
    auto reader = bytes.reader();
    EXPECT_EQ(*reader.Integer(), value);
    EXPECT_TRUE(reader.done());
    auto again = bytes.reader();
    EXPECT_EQ(*again.Number(), static_cast<double>(value));
  }
  for (const auto hex :
       {"1bffffffffffffffff", "3bffffffffffffffff", "f5", "40", "1f", "3f", "1c", ""}) {
    EXPECT_FALSE(Bytes(hex).reader().Integer()) << hex;
  }
  EXPECT_EQ(*Bytes("1bffffffffffffffff").reader().Number(), 18446744073709551615.0);
  EXPECT_EQ(*Bytes("3bffffffffffffffff").reader().Number(), -18446744073709551616.0);
}

TEST(Cbor, FloatsOfEveryWidth) {
  const std::pair<double, const char*> floats[] = {
      {0.0, "f90000"},
      {1.0, "f93c00"},
      {1.5, "f93e00"},
      {65504.0, "f97bff"},
      {100000.0, "fa47c35000"},
      {3.4028234663852886e+38, "fa7f7fffff"},
      {5.960464477539063e-8, "f90001"},
      {0.00006103515625, "f90400"},
      {-4.0, "f9c400"},
      {-4.1, "fbc010666666666666"},
      {1.1, "fb3ff199999999999a"},
      {INFINITY, "f97c00"},
      {-INFINITY, "f9fc00"},
      {INFINITY, "fa7f800000"},
  };
  for (const auto& [value, hex] : floats) EXPECT_EQ(*Bytes(hex).reader().Number(), value) << hex;
  EXPECT_TRUE(std::signbit(*Bytes("f98000").reader().Number()));
  for (const auto hex : {"f97e00", "fa7fc00000", "fb7ff8000000000000"}) {
    EXPECT_TRUE(std::isnan(*Bytes(hex).reader().Number()));
  }
  EXPECT_EQ(Written([](CborWriter& writer) { writer.Double(1.1); }), "fb3ff199999999999a");
  EXPECT_FALSE(Bytes("f93c").reader().Number());
  EXPECT_FALSE(Bytes("6161").reader().Number());
}

TEST(Cbor, SimpleValues) {
  EXPECT_FALSE(*Bytes("f4").reader().Boolean());
  EXPECT_TRUE(*Bytes("f5").reader().Boolean());
  EXPECT_TRUE(Bytes("f6").reader().Null());
  EXPECT_TRUE(Bytes("f7").reader().Null());
  EXPECT_FALSE(Bytes("f4").reader().Null());
  EXPECT_FALSE(Bytes("f6").reader().Boolean());
  EXPECT_FALSE(Bytes("f0").reader().Peek());
  EXPECT_FALSE(Bytes("f8ff").reader().Skip());
  EXPECT_EQ(Written([](CborWriter& writer) {
              writer.Boolean(false);
              writer.Boolean(true);
              writer.Null();
            }),
            "f4f5f6");
}

TEST(Cbor, BytesAndTexts) {
  EXPECT_EQ(*Bytes("4401020304").reader().Bytes(), "\1\2\3\4");
  EXPECT_EQ(*Bytes("6449455446").reader().Text(), "IETF");
  EXPECT_EQ(*Bytes("62c3bc").reader().Text(), "\xc3\xbc");
  EXPECT_EQ(*Bytes("5f42010243030405ff").reader().Bytes(), "\1\2\3\4\5");
  EXPECT_EQ(*Bytes("7f657374726561646d696e67ff").reader().Text(), "streaming");
  EXPECT_EQ(*Bytes("7fff").reader().Text(), "");
  EXPECT_EQ(Written([](CborWriter& writer) { writer.Text("IETF"); }), "6449455446");
  EXPECT_EQ(Written([](CborWriter& writer) { writer.Bytes("\1\2\3\4"); }), "4401020304");
  EXPECT_FALSE(Bytes("61ff").reader().Text());   // not UTF-8
  EXPECT_FALSE(Bytes("4401").reader().Bytes());  // cut short
  EXPECT_FALSE(Bytes("5bffffffffffffffff00").reader().Bytes());
  EXPECT_FALSE(Bytes("5f6161ff").reader().Bytes());      // a text among bytes
  EXPECT_FALSE(Bytes("5f5f4101ffff").reader().Bytes());  // chunks in chunks
  EXPECT_FALSE(Bytes("5f4101").reader().Bytes());        // no end
  EXPECT_FALSE(Bytes("6161").reader().Bytes());
}

TEST(Cbor, ReadsDefiniteAndIndefiniteContainers) {
  const Bytes definite("a26161016162820203");  // {"a": 1, "b": [2, 3]}
  auto reader = definite.reader();
  EXPECT_EQ(*reader.Peek(), CborType::kMap);
  EXPECT_EQ(**reader.EnterMap(), 2u);
  EXPECT_EQ(*reader.Text(), "a");
  EXPECT_EQ(*reader.Integer(), 1);
  EXPECT_EQ(*reader.Text(), "b");
  EXPECT_EQ(**reader.EnterArray(), 2u);
  EXPECT_EQ(*reader.Integer(), 2);
  EXPECT_EQ(*reader.Integer(), 3);
  EXPECT_TRUE(reader.done());

  const Bytes indefinite("bf61610161629f0203ffff");
  auto open = indefinite.reader();
  EXPECT_FALSE((*open.EnterMap()).has_value());
  EXPECT_FALSE(*open.Break());
  EXPECT_EQ(*open.Text(), "a");
  EXPECT_EQ(*open.Integer(), 1);
  EXPECT_EQ(*open.Text(), "b");
  EXPECT_FALSE((*open.EnterArray()).has_value());
  EXPECT_EQ(*open.Integer(), 2);
  EXPECT_EQ(*open.Integer(), 3);
  EXPECT_EQ(*open.Peek(), CborType::kBreak);
  EXPECT_TRUE(*open.Break());
  EXPECT_TRUE(*open.Break());
  EXPECT_TRUE(open.done());
  EXPECT_FALSE(open.Break());
}

TEST(Cbor, RefusesCountsThatCannotBe) {
  EXPECT_FALSE(Bytes("9bffffffffffffffff").reader().EnterArray());
  EXPECT_FALSE(Bytes("bb7fffffffffffffff6161").reader().EnterMap());
  EXPECT_FALSE(Bytes("a0").reader().EnterArray());
  EXPECT_FALSE(Bytes("80").reader().EnterMap());
  EXPECT_FALSE(Bytes("ba0000000261610161").reader().Skip());
}

TEST(Cbor, TagsStandBeforeWhatTheyMean) {
  const Bytes time("c1fb41d452d9ec200000");
  auto reader = time.reader();
  EXPECT_EQ(*reader.Peek(), CborType::kTag);
  EXPECT_EQ(*reader.Tag(), 1u);
  EXPECT_EQ(*reader.Number(), 1363896240.5);
  EXPECT_EQ(Written([](CborWriter& writer) {
              writer.Tag(1);
              writer.Integer(1363896240);
            }),
            "c11a514b67b0");
  EXPECT_FALSE(Bytes("df00").reader().Tag());
  EXPECT_FALSE(Bytes("00").reader().Tag());
}

TEST(Cbor, SkipsWholeItems) {
  for (const auto hex : {"00", "3903e7", "f5", "f6", "fb3ff199999999999a", "c11a514b67b0",
                         "826161a161626163", "9fff", "bf6346756ef563416d7421ff",
                         "9f018202039f0405ffff", "5f42010243030405ff", "a0", "80"}) {
    const Bytes bytes(std::string(hex) + "07");
    auto reader = bytes.reader();
    ASSERT_TRUE(reader.Skip()) << hex;
    EXPECT_EQ(*reader.Integer(), 7) << hex;
  }
  for (const auto hex :
       {"", "ff", "81", "a101", "9f", "bf01ff", "c1", "1c", "f8", "81ff", "1f", "df00", "61ff"}) {
    EXPECT_FALSE(Bytes(hex).reader().Skip()) << hex;
  }
}

TEST(Cbor, SkipBoundsTheDepth) {
  const auto nested = [](size_t depth) { return std::string(depth, '\x81') + '\0'; };
  EXPECT_TRUE(CborReader(nested(kCborDepthMax)).Skip());
  EXPECT_FALSE(CborReader(nested(kCborDepthMax + 1)).Skip());
  EXPECT_FALSE(CborReader(std::string(1'000'000, '\x9f')).Skip());
  EXPECT_FALSE(CborReader(std::string(1'000'000, '\xc1')).Skip());
}

TEST(Cbor, SurvivesEveryTruncationAndFlip) {
  const Bytes whole(
      "bf61610161629f0203ff6163c1fb41d452d9e20fbe7761645f42010243030405ff6165fa47c35000ff");
  ASSERT_TRUE(whole.reader().Skip());
  for (size_t size = 0; size < whole.bytes.size(); ++size) {
    EXPECT_FALSE(CborReader(std::string_view(whole.bytes).substr(0, size)).Skip());
  }
  size_t accepted = 0;
  for (size_t bit = 0; bit < whole.bytes.size() * 8; ++bit) {
    std::string flipped = whole.bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    if (CborReader(flipped).Skip()) ++accepted;
  }
  EXPECT_GT(accepted, 0u);
}

}  // namespace
}  // namespace firn::format
