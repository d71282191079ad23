#include "format/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "format/json_document.h"
#include "format/limits.h"

namespace firn::format {
namespace {

using namespace std::string_view_literals;

std::string Again(std::string_view text) {
  const auto parsed = ParseJson(text);
  EXPECT_TRUE(parsed) << text << ": " << (parsed ? "" : parsed.error().message);
  return parsed ? parsed->Text() : "";
}

TEST(Json, ReadsAndWritesEveryType) {
  for (const auto text :
       {"null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5",
        "\"\"", "\"a\"", "[]", "{}", "[1,[2,[3]],{\"a\":null}]", "{\"b\":1,\"a\":{\"c\":[]}}"}) {
    EXPECT_EQ(Again(text), text);
  }
  EXPECT_EQ(Again(" \t\r\n[ 1 , 2 ]\n"), "[1,2]");
}

TEST(Json, KeepsIntegersAndDoublesApart) {
  EXPECT_TRUE(ParseJson("1")->is_integer());
  EXPECT_FALSE(ParseJson("1.0")->is_integer());
  EXPECT_EQ(Again("1.0"), "1.0");
  EXPECT_EQ(Again("1e2"), "100.0");
  EXPECT_EQ(Again("0.1"), "0.1");
  EXPECT_EQ(Again("5e-324"), "5e-324");
  EXPECT_EQ(Again("1.7976931348623157e308"), "1.7976931348623157e+308");
  EXPECT_EQ(Json(std::nan("")).Text(), "null");
  EXPECT_EQ(Json(std::numeric_limits<double>::infinity()).Text(), "null");
}

TEST(Json, ReadsIntegersBeyondSixtyFourBitsAsDoubles) {
  for (const auto& [text, value] :
       {std::pair{"9223372036854775808", 9223372036854775808.0},
        std::pair{"-9223372036854775809", -9223372036854775809.0},
        std::pair{"18446744073709551615", 18446744073709551615.0},
        std::pair{"18446744073709551616", 18446744073709551616.0},
        std::pair{"123456789012345678901234567890", 123456789012345678901234567890.0}}) {
    const auto parsed = ParseJson(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_FALSE(parsed->is_integer());
    EXPECT_DOUBLE_EQ(parsed->number_or(0), value);
  }
  // Only the long integer changes: not texts, fractions, exponents or neighbours.
  const auto mixed = ParseJson(
      R"([123456789012345678901,"123456789012345678901","\"123456789012345678901",9223372036854775807,)"
      R"(0.1234567890123456789012,1e0000000000000000000002,1.5E-00000000000000000001,-9223372036854775808])");
  ASSERT_TRUE(mixed) << mixed.error().message;
  EXPECT_EQ(
      mixed->Text(),
      R"([1.2345678901234568e+20,"123456789012345678901","\"123456789012345678901",9223372036854775807,)"
      R"(0.12345678901234568,100.0,0.15,-9223372036854775808])");
  EXPECT_FALSE(ParseJson("[123456789012345678901,\""));
  EXPECT_FALSE(ParseJson("0123456789012345678901"));
  EXPECT_FALSE(ParseJson("1e400"));
}

TEST(Json, EscapesText) {
  EXPECT_EQ(Json("a\"b\\c\n\r\t\b\f\x01\x1f/\x7f\xc3\xa9").Text(),
            "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u001f/\x7f\xc3\xa9\"");
  EXPECT_EQ(ParseJson(R"("\u00e9\ud83d\ude00\/\u0000x")")->string_or(""),
            "\xc3\xa9\xf0\x9f\x98\x80/\0x"sv);
  EXPECT_EQ(Again(R"({"\u0061":1})"), "{\"a\":1}");
}

TEST(Json, RefusesMalformedText) {
  for (const auto text : {""sv,          " "sv,           "nul"sv,        "tru"sv,
                          "01"sv,        "+1"sv,          "1."sv,         ".5"sv,
                          "--1"sv,       "[1,]"sv,        "{\"a\":}"sv,   "{a:1}"sv,
                          "{\"a\" 1}"sv, "[1 2]"sv,       "\"a"sv,        "'a'"sv,
                          "[1]]"sv,      "1 2"sv,         "{}{}"sv,       "\"\t\""sv,
                          "\"\\x\""sv,   "\"\\ud83d\""sv, "\"\xff\""sv,   "\"\xed\xa0\x80\""sv,
                          "NaN"sv,       "Infinity"sv,    "/**/1"sv,      "{\"a\":1"sv,
                          "[1"sv,        "\0"sv,          "{\"a\":1,}"sv, "{,}"sv}) {
    const auto parsed = ParseJson(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().kind, Kind::kInvalid);
  }
}

TEST(Json, BoundsTheDepth) {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(ParseJson(nested(kJsonDepthMax)));
  EXPECT_FALSE(ParseJson(nested(kJsonDepthMax + 1)));
  EXPECT_FALSE(ParseJson(std::string(1'000'000, '[')));
  // The limit outlives the parser that a large document makes this thread give back.
  EXPECT_TRUE(ParseJson("\"" + std::string(4 * kJsonParserKeptBytes, 'x') + "\""));
  EXPECT_FALSE(ParseJson(nested(kJsonDepthMax + 1)));
  EXPECT_TRUE(ParseJson(nested(kJsonDepthMax)));
}

TEST(Json, TheLastOfRepeatedKeysWins) {
  EXPECT_EQ(Again(R"({"a":1,"b":2,"a":3,"c":4,"b":5})"), R"({"a":3,"c":4,"b":5})");
  std::string many = "{";
  for (int i = 0; i < 100; ++i)
    many += "\"k" + std::to_string(i % 50) + "\":" + std::to_string(i) + ",";
  many.back() = '}';
  const auto parsed = ParseJson(many);
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->object().size(), 50u);
  EXPECT_EQ((*parsed)["k7"].integer_or(0), 57);
}

TEST(Json, AnswersWithFallbacks) {
  const Json number = 7, whole = 7.0, fraction = 7.5, text = "t";
  EXPECT_EQ(number.integer_or(0), 7);
  EXPECT_EQ(whole.integer_or(0), 7);
  EXPECT_EQ(fraction.integer_or(-1), -1);
  EXPECT_EQ(Json(1e300).integer_or(-1), -1);
  EXPECT_EQ(Json(std::nan("")).integer_or(-1), -1);
  EXPECT_EQ(Json(9223372036854775808.0).integer_or(-1), -1);
  EXPECT_EQ(number.number_or(0), 7.0);
  EXPECT_EQ(text.integer_or(3), 3);
  EXPECT_EQ(text.string_or("x"), "t");
  EXPECT_EQ(number.string_or("x"), "x");
  EXPECT_TRUE(Json(true).bool_or(false));
  EXPECT_TRUE(number.bool_or(true));
  EXPECT_TRUE(number.array().empty());
  EXPECT_TRUE(number.object().empty());
  EXPECT_TRUE(number["a"].is_null());
  EXPECT_EQ(number.Find("a"), nullptr);
  EXPECT_EQ(Json(uint64_t{1} << 63).number_or(0), 9223372036854775808.0);
}

TEST(Json, ChangesObjectsInPlace) {
  Json value;
  value.Set("a", 1);
  value.Set("b", Json::Array{});
  value.Set("a", 2);
  value.Find("b")->Append("x");
  EXPECT_EQ(value.Text(), R"({"a":2,"b":["x"]})");
  EXPECT_TRUE(value.Erase("a"));
  EXPECT_FALSE(value.Erase("a"));
  EXPECT_FALSE(Json(1).Erase("a"));
  EXPECT_EQ(value.Text(), R"({"b":["x"]})");
}

TEST(Json, ComparesObjectsWithoutOrder) {
  EXPECT_EQ(*ParseJson(R"({"a":1,"b":[1,2]})"), *ParseJson(R"({"b":[1,2],"a":1})"));
  EXPECT_FALSE(*ParseJson(R"({"a":1})") == *ParseJson(R"({"a":1,"b":2})"));
  EXPECT_FALSE(*ParseJson(R"({"a":1,"c":2})") == *ParseJson(R"({"a":1,"b":2})"));
  EXPECT_FALSE(*ParseJson("[1,2]") == *ParseJson("[2,1]"));
  EXPECT_FALSE(Json(1) == Json("1"));
}

TEST(Json, PrettyTextReadsBack) {
  const auto value = *ParseJson(R"({"a":[1,{"b":[]}],"c":{},"d":"x"})");
  EXPECT_EQ(value.PrettyText(),
            "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {},\n  \"d\": "
            "\"x\"\n}\n");
  EXPECT_EQ(*ParseJson(value.PrettyText()), value);
}

}  // namespace
TEST(JsonDocument, IsReadInPlace) {
  std::string text = R"({"a": 1, "b": [true, null, "x\u00e9"], "a": {"c": 2.5}, "d": -3})";
  text.reserve(text.size() + kJsonPadding);
  for (const size_t spare : {size_t{0}, text.capacity() - text.size()}) {
    const auto document = JsonDocument::Parse(text, spare);
    ASSERT_TRUE(document.has_value());
    const JsonView root = document->root();
    EXPECT_EQ(root.Copy(), *ParseJson(text));
    ASSERT_TRUE(root.Find("a").has_value());
    EXPECT_EQ(root.Find("a")->Find("c")->number_or(0), 2.5);  // of a repeated key the last
    EXPECT_EQ(root.Find("d")->integer_or(0), -3);
    EXPECT_FALSE(root.Find("e").has_value());
    EXPECT_FALSE(root.Find("d")->Find("a").has_value());
    std::string seen;
    ASSERT_TRUE(root.ForEachMember([&](std::string_view key, JsonView value) -> Result<void> {
      seen += std::string(key) + (value.is_object() ? "{}" : value.is_array() ? "[]" : "") + " ";
      return {};
    }));
    EXPECT_EQ(seen, "b[] a{} d ");
    std::vector<std::string> elements;
    ASSERT_TRUE(root.Find("b")->ForEachElement([&](JsonView value) -> Result<void> {
      elements.push_back(value.Copy().Text());
      return {};
    }));
    EXPECT_THAT(elements, ::testing::ElementsAre("true", "null", "\"x\u00e9\""));
    EXPECT_FALSE(root.ForEachMember([](std::string_view, JsonView) -> Result<void> { return Fail(Kind::kInvalid, ""); }));
  }
}

TEST(JsonDocument, DocumentsLieSideBySide) {
  const auto first = JsonDocument::Parse("[1]");
  const auto second = JsonDocument::Parse("[2]");
  ASSERT_TRUE(first.has_value() && second.has_value());
  EXPECT_EQ(first->root().Copy().Text(), "[1]");
  EXPECT_EQ(second->root().Copy().Text(), "[2]");
}

}  // namespace firn::format
