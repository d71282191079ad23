#include "columnar/detail/unescape.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace firn::columnar {
namespace {

// The text without its escapes, with memory of exactly the promised size on both sides.
std::optional<std::string> Unescape(const std::string& raw) {
  std::vector<char> in(raw.begin(), raw.end());
  in.resize(raw.size() + kUnescapeSlack, '\\');
  std::vector<char> out(raw.size() + kUnescapeSlack, '?');
  char* end = UnescapeJson({in.data(), raw.size()}, out.data());
  if (end == nullptr) return std::nullopt;
  return std::string(out.data(), end);
}

TEST(Unescape, KnowsTheShortEscapes) {
  EXPECT_EQ(Unescape(""), "");
  EXPECT_EQ(Unescape("plain"), "plain");
  EXPECT_EQ(Unescape(R"(\"\\\/\b\f\n\r\t)"), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(Unescape(R"(\\\\\\n)"), "\\\\\\n");
  EXPECT_EQ(Unescape(R"({\"a\":\"b\"})"), "{\"a\":\"b\"}");
}

TEST(Unescape, LeavesTheRestToOthers) {
  for (const char* raw : {"\\", "a\\", "\\x", "\\u0041", "ab\\\\\\", "\\'", "\\0"}) {
    EXPECT_EQ(Unescape(raw), std::nullopt) << raw;
  }
  EXPECT_EQ(Unescape(std::string(63, 'a') + "\\"), std::nullopt);
  EXPECT_EQ(Unescape(std::string(64, 'a') + "\\"), std::nullopt);
}

TEST(Unescape, FindsEscapesAtEveryPlace) {
  for (size_t length = 0; length < 200; ++length) {
    for (size_t at = 0; at + 1 < length; ++at) {
      std::string raw(length, 'x');
      raw[at] = '\\';
      raw[at + 1] = at % 2 == 0 ? '\\' : 'n';
      std::string expected(length - 1, 'x');
      expected[at] = at % 2 == 0 ? '\\' : '\n';
      ASSERT_EQ(Unescape(raw), expected) << length << " " << at;
    }
    ASSERT_EQ(Unescape(std::string(length * 2, '\\')), std::string(length, '\\')) << length;
  }
}

}  // namespace
}  // namespace firn::columnar
