#include "base/encoding.h"

#include <gtest/gtest.h>

namespace firn {
namespace {

using namespace std::string_view_literals;

TEST(Hex, WritesLowerCaseAndReadsBoth) {
  EXPECT_EQ(HexEncode("\x00\x7f\xff"sv), "007fff");
  EXPECT_EQ(HexDecode("007FfF"), std::string("\x00\x7f\xff"sv));
  EXPECT_EQ(HexDecode(""), "");
  EXPECT_EQ(HexDecode("0"), std::nullopt);
  EXPECT_EQ(HexDecode("0g"), std::nullopt);
  EXPECT_EQ(HexDecode("-1"), std::nullopt);
}

// The vectors of RFC 4648, section 10.
constexpr std::pair<std::string_view, std::string_view> kBase64Vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
};

TEST(Base64, FollowsTheVectorsOfTheStandard) {
  for (const auto& [plain, coded] : kBase64Vectors) {
    EXPECT_EQ(Base64Encode(plain), coded);
    EXPECT_EQ(Base64Decode(coded), std::string(plain));
    EXPECT_EQ(Base64DecodeLenient(coded), std::string(plain));
  }
}

TEST(Base64, RoundTripsEveryByteAtEveryLength) {
  std::string bytes;
  for (int i = 0; i < 700; ++i) {
    bytes += static_cast<char>(i * 7);
    const std::string coded = Base64Encode(bytes);
    ASSERT_EQ(coded.size(), (bytes.size() + 2) / 3 * 4);
    ASSERT_EQ(Base64Decode(coded), bytes);
  }
}

TEST(Base64, StrictRefusesWhatIsNotCanonical) {
  for (const auto text :
       {"Zg"sv, "Zg="sv, "Zg==="sv, "Z"sv, "===="sv, "Zm9v\n"sv, "Zm8=Zm8="sv, "Zh=="sv, "Zm9="sv,
        "Zm-_"sv, "Z==="sv, "Zm9\xff"sv, " Zm9v"sv, "=Zg="sv}) {
    EXPECT_EQ(Base64Decode(text), std::nullopt) << text;
  }
}

TEST(Base64, LenientAcceptsMimeAndUrlForms) {
  EXPECT_EQ(Base64DecodeLenient("Zm9v\r\nYmFy\n"), "foobar");
  EXPECT_EQ(Base64DecodeLenient("-_-_"), Base64Decode("+/+/"));
  EXPECT_EQ(Base64DecodeLenient("Zg"), "f");
  EXPECT_EQ(Base64DecodeLenient("Zh=="), "f");
  EXPECT_EQ(Base64DecodeLenient("Z"), std::nullopt);
  EXPECT_EQ(Base64DecodeLenient("Zm8=Zm8="), std::nullopt);
  EXPECT_EQ(Base64DecodeLenient("Zm9*"), std::nullopt);
}

TEST(Percent, EncodesAllButTheUnreserved) {
  EXPECT_EQ(PercentEncode("AZaz09-._~"), "AZaz09-._~");
  EXPECT_EQ(PercentEncode("a b/c+d%\xc3\xa9"), "a%20b%2Fc%2Bd%25%C3%A9");
  EXPECT_EQ(PercentEncode("a/b c", "/"), "a/b%20c");
  EXPECT_EQ(PercentEncode("\0"sv), "%00");
}

TEST(Percent, DecodesOnlyWellFormedEscapes) {
  EXPECT_EQ(PercentDecode("a%20b%2fc%2F+"), "a b/c/+");
  for (const auto text : {"%", "%2", "a%2", "%zz", "%2g", "%-1"})
    EXPECT_EQ(PercentDecode(text), std::nullopt);
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  EXPECT_EQ(PercentDecode(PercentEncode(all)), all);
}

TEST(Utf8, AcceptsTheEdgesOfEveryLength) {
  for (const auto text :
       {""sv, "\0"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv,
        "\xee\x80\x80"sv, "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv}) {
    EXPECT_TRUE(IsUtf8(text));
    EXPECT_TRUE(IsUtf8("x" + std::string(text) + "y"));
  }
}

TEST(Utf8, RefusesOverlongSurrogatesAndStrays) {
  for (const auto text :
       {"\x80"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xe0\x9f\xbf"sv, "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv,
        "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv, "\xc2"sv,
        "\xe2\x82"sv, "\xf0\x9f\x98"sv, "\xc2\x41"sv}) {
    EXPECT_FALSE(IsUtf8(text));
    EXPECT_FALSE(IsUtf8("x" + std::string(text)));
  }
}

}  // namespace
}  // namespace firn
