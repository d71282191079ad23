#include "state/key.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/ids.h"

namespace firn::state {
namespace {

using namespace std::string_literals;

TEST(KeyTest, SplitGivesThePartsBack) {
  const std::vector<std::vector<std::string>> cases = {{},
                                                       {""},
                                                       {"", ""},
                                                       {"a"},
                                                       {"a", "b"},
                                                       {"a\0b"s, "\0"s},
                                                       {"\0\x01"s, "\xff"s, "\0\xff"s},
                                                       {"\xff\xff"s, "x"}};
  for (const auto& parts : cases) {
    std::string key;
    for (const auto& part : parts) AppendKeyPart(key, part);
    const auto split = SplitKey(key);
    ASSERT_TRUE(split) << split.error().message;
    EXPECT_EQ(*split, parts);
  }
}

TEST(KeyTest, IdsAreParts) {
  const auto account = AccountId::Parse("123456789012");
  const auto region = Region::Parse("us-east-1");
  ASSERT_TRUE(account && region);
  EXPECT_EQ(Key("glue", *account, *region), Key("glue", "123456789012", std::string("us-east-1")));
}

TEST(KeyTest, KeysOrderLikeTheirParts) {
  std::vector<std::vector<std::string>> lists;
  const std::vector<std::string> words = {"",  "\0"s,  "\0\0"s, "\0\x01"s, "\0\xff"s, "\x01",
                                          "a", "a\0"s, "a\0b"s, "ab",      "b",       "\xff"};
  for (const auto& first : words) {
    lists.push_back({first});
    for (const auto& second : words) lists.push_back({first, second});
  }
  const auto key_of = [](const std::vector<std::string>& parts) {
    std::string key;
    for (const auto& part : parts) AppendKeyPart(key, part);
    return key;
  };
  for (const auto& a : lists) {
    for (const auto& b : lists) EXPECT_EQ(a < b, key_of(a) < key_of(b)) << PrintableKey(key_of(a));
  }
}

TEST(KeyTest, AKeyIsPrefixOfItsContinuationsOnly) {
  EXPECT_TRUE(Key("a", "b", "c").starts_with(Key("a", "b")));
  EXPECT_FALSE(Key("a", "bc").starts_with(Key("a", "b")));
  EXPECT_FALSE(Key("a", "b\0c"s).starts_with(Key("a", "b")));
  EXPECT_TRUE(Key("a", "bc").starts_with(KeyBeginning(Key("a"), "b")));
  EXPECT_TRUE(Key("a", "b\0c"s).starts_with(KeyBeginning(Key("a"), "b\0"s)));
  EXPECT_FALSE(Key("a", "b").starts_with(KeyBeginning(Key("a"), "b\0"s)));
}

TEST(KeyTest, PrefixEndIsTheFirstStringBeyond) {
  EXPECT_EQ(PrefixEnd("a"), "b");
  EXPECT_EQ(PrefixEnd("a\xff"), "b");
  EXPECT_EQ(PrefixEnd("\xff\xff"), "");
  EXPECT_EQ(PrefixEnd(""), "");
  EXPECT_EQ(PrefixEnd("\x7f"), "\x80");
}

TEST(KeyTest, BytesThatAreNoKeyAreCorrupt) {
  for (const std::string& bytes : {"a"s, "a\0"s, "\0\0\0\x01"s, "\0\x02"s, "a\0\x01z"s}) {
    const auto split = SplitKey(bytes);
    ASSERT_FALSE(split) << PrintableKey(bytes);
    EXPECT_EQ(split.error().kind, Kind::kCorrupt);
  }
}

TEST(KeyTest, PrintsForPeople) {
  EXPECT_EQ(PrintableKey(Key("glue", "t\x01")), "glue/t\\x01");
  EXPECT_EQ(PrintableKey("\0"s), "\\x00");
}

}  // namespace
}  // namespace firn::state
