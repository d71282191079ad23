#include "base/digest.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace firn {
namespace {

constexpr std::string_view kTwoBlocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

TEST(Sha256, FollowsFips180) {
  EXPECT_EQ(HexEncode(Sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(HexEncode(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(HexEncode(Sha256(kTwoBlocks)),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha1, FollowsFips180) {
  EXPECT_EQ(HexEncode(Sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
  EXPECT_EQ(HexEncode(Sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

TEST(Md5, FollowsRfc1321) {
  EXPECT_EQ(HexEncode(Md5("")), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(HexEncode(Md5("message digest")), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(HmacSha256, FollowsRfc4231) {
  EXPECT_EQ(HexEncode(HmacSha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(HexEncode(HmacSha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(HexEncode(HmacSha256(std::string(131, '\xaa'),
                                 "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, AcceptsAnEmptyKey) {
  EXPECT_EQ(HexEncode(HmacSha256({}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Hasher, GivesTheDigestOfThePiecesTogether) {
  for (const auto& [algorithm, whole] : {std::pair{Hasher::Algorithm::kSha256, Sha256(kTwoBlocks)},
                                         std::pair{Hasher::Algorithm::kSha1, Sha1(kTwoBlocks)},
                                         std::pair{Hasher::Algorithm::kMd5, Md5(kTwoBlocks)}}) {
    Hasher hasher(algorithm);
    hasher.Update(kTwoBlocks.substr(0, 7));
    Hasher moved = std::move(hasher);
    moved.Update({});
    moved.Update(kTwoBlocks.substr(7));
    EXPECT_EQ(moved.Finish(), whole);
  }
}

constexpr std::string_view kCheck = "123456789";  // of the catalogue of parametrised CRC algorithms

TEST(Crc, FollowsTheCatalogue) {
  EXPECT_EQ(Crc32(kCheck), 0xcbf43926u);
  EXPECT_EQ(Crc32c(kCheck), 0xe3069283u);
  EXPECT_EQ(Crc64Nvme(kCheck), 0xae8b14860a799888ull);
  EXPECT_EQ(Crc32(""), 0u);
  EXPECT_EQ(Crc32c(""), 0u);
  EXPECT_EQ(Crc64Nvme(""), 0u);
}

TEST(Crc32c, FollowsRfc3720) {
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  std::string rising;
  for (char c = 0; c < 32; ++c) rising += c;
  EXPECT_EQ(Crc32c(rising), 0x46dd794eu);
}

// One bit at a time, as the definition says.
template <class Word>
Word Slow(Word polynomial, std::string_view bytes) {
  Word crc = ~Word{0};
  for (const char c : bytes) {
    crc ^= static_cast<uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) ? polynomial : 0);
  }
  return ~crc;
}

TEST(Crc, AgreesWithTheDefinitionAtEveryLengthAlignmentAndCut) {
  std::string bytes;
  for (int i = 0; i < 200; ++i) bytes += static_cast<char>(i * 37 + i / 3);
  for (size_t begin = 0; begin < 9; ++begin) {
    for (size_t length = 0; length < 100; ++length) {
      const auto part = std::string_view(bytes).substr(begin, length);
      ASSERT_EQ(Crc32(part), Slow<uint32_t>(0xedb88320u, part));
      ASSERT_EQ(Crc32c(part), Slow<uint32_t>(0x82f63b78u, part));
      ASSERT_EQ(Crc64Nvme(part), Slow<uint64_t>(0x9a6c9329ac4bc9b5ull, part));
    }
  }
  for (size_t cut = 0; cut <= bytes.size(); ++cut) {
    const auto head = std::string_view(bytes).substr(0, cut),
               tail = std::string_view(bytes).substr(cut);
    ASSERT_EQ(Crc32(tail, Crc32(head)), Crc32(bytes));
    ASSERT_EQ(Crc32c(tail, Crc32c(head)), Crc32c(bytes));
    ASSERT_EQ(Crc64Nvme(tail, Crc64Nvme(head)), Crc64Nvme(bytes));
  }
}

TEST(EqualConstantTime, ComparesBytes) {
  EXPECT_TRUE(EqualConstantTime("", ""));
  EXPECT_TRUE(EqualConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualConstantTime("abc", "ab"));
}

}  // namespace
}  // namespace firn
