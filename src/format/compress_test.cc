#include "format/compress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"

namespace firn::format {
namespace {

using ::testing::HasSubstr;

struct Codec {
  const char* name;
  std::string (*compress)(std::string_view);
  Result<std::string> (*decompress)(std::string_view, size_t);
};

void PrintTo(const Codec& codec, std::ostream* out) { *out << codec.name; }

class CompressTest : public ::testing::TestWithParam<Codec> {};

INSTANTIATE_TEST_SUITE_P(Codecs, CompressTest,
                         ::testing::Values(Codec{"gzip", GzipCompress, GzipDecompress},
                                           Codec{"zlib", ZlibCompress, ZlibDecompress},
                                           Codec{"deflate", DeflateCompress, DeflateDecompress},
                                           Codec{"zstd", ZstdCompress, ZstdDecompress}),
                         [](const auto& info) { return std::string(info.param.name); });

std::string Noise(size_t size) {
  std::string bytes;
  uint32_t state = 1;
  for (size_t i = 0; i < size; ++i)
    bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return bytes;
}

void ExpectInvalid(const Result<std::string>& result) {
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, Kind::kInvalid);
}

TEST_P(CompressTest, RoundTrips) {
  for (const auto& text : {std::string(), std::string("a"), std::string(1'000'000, 'x'),
                           Noise(65'536), Noise(300'001)}) {
    const std::string packed = GetParam().compress(text);
    const auto plain = GetParam().decompress(packed, text.size());
    ASSERT_TRUE(plain) << plain.error().message;
    EXPECT_EQ(*plain, text);
  }
  EXPECT_LT(GetParam().compress(std::string(1'000'000, 'x')).size(), 2000u);
}

TEST_P(CompressTest, StopsAtTheLimit) {
  const std::string packed = GetParam().compress(std::string(1'000'000, 'x'));
  EXPECT_TRUE(GetParam().decompress(packed, 1'000'000));
  EXPECT_TRUE(GetParam().decompress(packed, SIZE_MAX));
  for (const size_t size_max : {size_t{0}, size_t{1}, size_t{999'999}}) {
    const auto plain = GetParam().decompress(packed, size_max);
    ExpectInvalid(plain);
    EXPECT_THAT(plain.error().message, HasSubstr("beyond"));
  }
  EXPECT_TRUE(GetParam().decompress(GetParam().compress(""), 0));
}

TEST_P(CompressTest, RefusesEveryTruncation) {
  const std::string packed = GetParam().compress("some text, some text, other text, " + Noise(100));
  for (size_t size = 0; size < packed.size(); ++size) {
    ExpectInvalid(GetParam().decompress(std::string_view(packed).substr(0, size), 1000));
  }
}

TEST_P(CompressTest, RefusesTrailingBytes) {
  ExpectInvalid(GetParam().decompress(GetParam().compress("text") + "x", 1000));
  ExpectInvalid(GetParam().decompress("this is no compressed text at all", 1000));
}

TEST_P(CompressTest, SurvivesEveryFlippedBit) {
  const std::string text = "some text, some text, other text";
  const std::string packed = GetParam().compress(text);
  for (size_t bit = 0; bit < packed.size() * 8; ++bit) {
    std::string flipped = packed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    const auto plain = GetParam().decompress(flipped, 1000);
    EXPECT_LE(plain ? plain->size() : 0, 1000u);
  }
}

TEST(Gzip, ReadsWhatGzipWrites) {
  // printf 'hello\n' | gzip -n
  const auto packed = *Base64Decode("H4sIAAAAAAAAA8tIzcnJ5wIAIDA6NgYAAAA=");
  EXPECT_EQ(*GzipDecompress(packed, 100), "hello\n");
}

TEST(Gzip, JoinsMembersAndChecksTheirSums) {
  EXPECT_EQ(*GzipDecompress(GzipCompress("one ") + GzipCompress("") + GzipCompress("two"), 7),
            "one two");
  ExpectInvalid(GzipDecompress(GzipCompress("one ") + GzipCompress("two"), 6));
  std::string wrong = GzipCompress("text");
  wrong[wrong.size() - 8] = static_cast<char>(wrong[wrong.size() - 8] ^ 1);
  ExpectInvalid(GzipDecompress(wrong, 100));
}

// A member that holds nothing must cost next to nothing, however much has come out before it.
TEST(Gzip, ManyEmptyMembersAreCheap) {
  std::string packed = GzipCompress(std::string(8 << 20, 'x'));
  const std::string empty = GzipCompress("");
  for (int i = 0; i < 100'000; ++i) packed += empty;
  EXPECT_EQ(GzipDecompress(packed, 16 << 20)->size(), size_t{8} << 20);
}

TEST(Zstd, JoinsFrames) {
  EXPECT_EQ(*ZstdDecompress(ZstdCompress("one ") + ZstdCompress("") + ZstdCompress("two"), 7),
            "one two");
  ExpectInvalid(ZstdDecompress(ZstdCompress("one ") + ZstdCompress("two").substr(0, 5), 100));
}

TEST(Zstd, RefusesFramesThatWantMuchMemory) {
  // A frame header that asks for a window of 2^31 bytes, and an empty last block.
  ExpectInvalid(ZstdDecompress(std::string("\x28\xb5\x2f\xfd\x00\xa8\x01\x00\x00", 9), 1000));
  // The same with a window of 2^20 is an empty text.
  EXPECT_EQ(*ZstdDecompress(std::string("\x28\xb5\x2f\xfd\x00\x50\x01\x00\x00", 9), 1000), "");
}

}  // namespace
}  // namespace firn::format
