#include "format/yaml.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "format/limits.h"

namespace firn::format {
namespace {

using ::testing::HasSubstr;
using Type = YamlNode::Type;

std::string ErrorOf(std::string_view text) {
  const auto parsed = ParseYaml(text);
  EXPECT_FALSE(parsed) << text;
  if (parsed) return "";
  EXPECT_EQ(parsed.error().kind, Kind::kInvalid);
  return parsed.error().message;
}

std::string JsonText(std::string_view text) {
  const auto parsed = ParseYaml(text);
  EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().message);
  return parsed ? JsonOf(*parsed).Text() : "";
}

TEST(Yaml, TellsWhereEverythingStands) {
  const auto lake = ParseYaml(
      "firn: 1\n"
      "# a comment\n"
      "tables:\n"
      "  - name: 'orders'\n"
      "    columns: {id: long}\n");
  ASSERT_TRUE(lake) << lake.error().message;
  EXPECT_EQ(lake->type, Type::kMap);
  ASSERT_EQ(lake->entries.size(), 2u);
  EXPECT_EQ(lake->entries[1].key, "tables");
  EXPECT_EQ(lake->entries[1].line, 3);
  EXPECT_EQ(lake->entries[1].column, 1);
  EXPECT_EQ(lake->Find("firn")->Place(), "line 1, column 7");
  const YamlNode* tables = lake->Find("tables");
  ASSERT_EQ(tables->type, Type::kSequence);
  const YamlNode& table = tables->items.at(0);
  EXPECT_EQ(table.Find("name")->scalar, "orders");
  EXPECT_TRUE(table.Find("name")->quoted);
  EXPECT_EQ(table.Find("name")->line, 4);
  EXPECT_EQ(table.Find("name")->column, 11);
  EXPECT_EQ(table.Find("columns")->entries.at(0).column, 15);
  EXPECT_FALSE(table.Find("columns")->Find("id")->quoted);
  EXPECT_EQ(lake->Find("absent"), nullptr);
}

TEST(Yaml, FollowsTheCoreSchema) {
  EXPECT_EQ(
      JsonText("[null, Null, ~, , true, True, FALSE, 12, -3, +4, 0o17, 0x1F, 007]").substr(0, 40),
      "[null,null,null,null,true,true,false,12,");
  EXPECT_EQ(JsonText("[-3, +4, 0o17, 0x1F, 007]"), "[-3,4,15,31,7]");
  EXPECT_EQ(JsonText("[1.5, -.5, 1., 1e3, 1.5E-2, +1.0, 99999999999999999999]"),
            "[1.5,-0.5,1.0,1000.0,0.015,1.0,1e+20]");
  EXPECT_EQ(JsonText("[yes, no, on, off, 0b1, 1_000, 0o8, 0xg, '12', \"true\", '', 1-2, ., -, +, "
                     "e5, 1e, .e1, --1, 0x, 1.2.3]"),
            "[\"yes\",\"no\",\"on\",\"off\",\"0b1\",\"1_000\",\"0o8\",\"0xg\",\"12\",\"true\",\"\","
            "\"1-2\",\".\",\"-\","
            "\"+\",\"e5\",\"1e\",\".e1\",\"--1\",\"0x\",\"1.2.3\"]");
  EXPECT_EQ(JsonText("!!str 12"), "\"12\"");
  EXPECT_EQ(JsonText("|\n  12\n"), "\"12\\n\"");
  EXPECT_EQ(JsonText("a: |\n  b\n"), "{\"a\":\"b\\n\"}");
  EXPECT_EQ(JsonText("a: |+\n  b\n\n"), "{\"a\":\"b\\n\\n\"}");
  EXPECT_EQ(JsonText("a: |-\n  b\n  "), "{\"a\":\"b\"}");
  EXPECT_EQ(JsonText("2026-11-21"), "\"2026-11-21\"");
  EXPECT_EQ(JsonText("9223372036854775807"), "9223372036854775807");
  EXPECT_EQ(JsonText("-9223372036854775808"), "-9223372036854775808");
  EXPECT_TRUE(std::isinf(JsonOf(*ParseYaml("-.inf")).number_or(0)));
  EXPECT_TRUE(std::isnan(JsonOf(*ParseYaml(".nan")).number_or(0)));
  EXPECT_EQ(JsonText("{b: {a: [1]}, a: }"), "{\"b\":{\"a\":[1]},\"a\":null}");
}

TEST(Yaml, RefusesRepeatedKeys) {
  EXPECT_EQ(ErrorOf("a: 1\nb: 2\na: 3\n"), "line 3, column 1: 'a' stands here twice");
  EXPECT_THAT(ErrorOf("x:\n  - {k: 1, 'k': 2}\n"), HasSubstr("line 2, column 12"));
}

TEST(Yaml, RefusesKeysThatAreNoTexts) {
  EXPECT_THAT(ErrorOf("? [a, b]\n: 1\n"), HasSubstr("a key must be a text"));
  EXPECT_THAT(ErrorOf("? {a: b}\n: 1\n"), HasSubstr("a key must be a text"));
}

TEST(Yaml, RefusesBadSyntaxWithItsPlace) {
  EXPECT_THAT(ErrorOf("a: 1\n b: 2\n"), HasSubstr("line 2"));
  EXPECT_THAT(ErrorOf("a: [1, 2\nb: 3\n"), HasSubstr("line "));
  for (const auto text :
       {"a: \"open", "a: \"open\n", "a: 'open\nb: 1\n", "a: 'open\nb: 1\n  \t", "\"a\n"}) {
    EXPECT_THAT(ErrorOf(text), HasSubstr("illegal EOF"));
  }
  EXPECT_THAT(ErrorOf("\tb: 1\n"), HasSubstr("line 1"));
  EXPECT_THAT(ErrorOf("a: *nowhere\n"), HasSubstr("line 1, column 4"));
  EXPECT_THAT(ErrorOf("a: 1\n---\nb: 2\n"), HasSubstr("a second document"));
  EXPECT_THAT(ErrorOf("a: \xff\n"), HasSubstr("not UTF-8"));
  // The library gives documents without end here and takes nothing of the text.
  for (const auto text : {",'x'\n", ",", "a: 1\n, b\n", "a: |\nx\n"}) ErrorOf(text);
  ErrorOf("");
  ErrorOf("# nothing but a comment\n");
}

TEST(Yaml, RefusesTags) {
  EXPECT_THAT(ErrorOf("a: !Ref b\n"), HasSubstr("line 1, column 4"));
  EXPECT_THAT(ErrorOf("a: !!binary aGk=\n"), HasSubstr("tag"));
  EXPECT_THAT(ErrorOf("!map {a: 1}\n"), HasSubstr("tag"));
}

TEST(Yaml, FollowsAliasesWithinTheLimit) {
  EXPECT_EQ(JsonText("a: &x {k: 1}\nb: *x\n"), "{\"a\":{\"k\":1},\"b\":{\"k\":1}}");
  // Each level names the one before ten times: a billion values in a few lines.
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 9; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int j = 0; j < 9; ++j) bomb += "," + before;
    bomb += "]\n";
  }
  EXPECT_THAT(ErrorOf(bomb), HasSubstr("too many values"));
  ErrorOf("a: &a [*a]\n");
  ErrorOf("&a {b: *a}\n");
}

TEST(Yaml, BoundsDepthValuesAndBytes) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(ParseYaml(nested(kYamlDepthMax)));
  EXPECT_THAT(ErrorOf(nested(kYamlDepthMax + 1)), HasSubstr("nested deeper"));
  ErrorOf(nested(5'000));
  ErrorOf(std::string(100'000, '['));
  std::string values = "[";
  for (size_t i = 0; i + 1 < kYamlNodesMax; ++i) values += "1,";
  EXPECT_TRUE(ParseYaml(values + "]"));
  EXPECT_THAT(ErrorOf(values + "1]"), HasSubstr("too many values"));
  const std::string comment = "a: 1 #";
  EXPECT_TRUE(ParseYaml(comment + std::string(kYamlBytesMax - comment.size(), 'x')));
  EXPECT_THAT(ErrorOf(comment + std::string(kYamlBytesMax - comment.size() + 1, 'x')),
              HasSubstr("beyond"));
}

TEST(Yaml, ManyKeysTakeLinearTime) {
  std::string text;
  for (int i = 0; i < 40'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(ParseYaml(text)->entries.size(), 40'000u);
}

TEST(Yaml, SurvivesEveryTruncationAndFlip) {
  const std::string text =
      "firn: 1\ntables: &t\n  - {name: \"a\\tb\", x: [1, 'y']}\n  - |\n    block\n  - >-\n    "
      "folded\n? k\n: *t\n# end\n";
  ASSERT_TRUE(ParseYaml(text));
  for (size_t size = 0; size < text.size(); ++size) {
    const auto parsed = ParseYaml(std::string_view(text).substr(0, size));
    EXPECT_LE(parsed ? parsed->entries.size() : 0, 3u);
  }
  for (size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ 1 << bit % 8);
    const auto parsed = ParseYaml(flipped);
    EXPECT_LE(parsed ? parsed->entries.size() : 0, 10u);
  }
}

}  // namespace
}  // namespace firn::format
