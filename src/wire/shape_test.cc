#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "format/cbor.h"
#include "wire/pattern.h"
#include "wire/shape_cbor.h"
#include "wire/shape_form.h"
#include "wire/shape_json.h"
#include "wire/shape_text.h"
#include "wire/testing/shapes.h"
#include "wire/validate.h"

namespace firn::wire {
namespace {

using format::Json;
using testing::Everything;

Everything Sample() {
  Everything value;
  value.id = "abc";
  value.flag = true;
  value.count = 7;
  value.big = 1LL << 60;
  value.ratio = 0.1f;
  value.score = 2.5;
  value.color = "RED";
  value.data = std::string("\0\xFF", 2);
  value.created = FromEpochMicros(1763706540123000);
  value.words = std::vector<std::string>{"a", "b"};
  value.items = std::vector<testing::Item>{{"x", "one"}, {"y", std::nullopt}};
  value.flat = std::vector<std::string>{"c"};
  value.tags = std::map<std::string, std::string>{{"k", "v&<>"}, {"l", ""}};
  value.item = testing::Item{"z", ""};
  Everything inner;
  inner.id = "in";
  value.inner = Box<Everything>(inner);
  return value;
}

void ExpectSample(const Everything& value) {
  const Everything sample = Sample();
  EXPECT_EQ(value.id, sample.id);
  EXPECT_EQ(value.flag, sample.flag);
  EXPECT_EQ(value.count, sample.count);
  EXPECT_EQ(value.big, sample.big);
  EXPECT_EQ(value.ratio, sample.ratio);
  EXPECT_EQ(value.score, sample.score);
  EXPECT_EQ(value.data, sample.data);
  EXPECT_EQ(value.created, sample.created);
  EXPECT_EQ(value.words, sample.words);
  ASSERT_TRUE(value.items && value.items->size() == 2);
  EXPECT_EQ((*value.items)[0].note, "one");
  EXPECT_EQ((*value.items)[1].note, std::nullopt);
  EXPECT_EQ(value.flat, sample.flat);
  EXPECT_EQ(value.tags, sample.tags);
  ASSERT_TRUE(value.item);
  EXPECT_EQ(value.item->note, "");
  ASSERT_TRUE(value.inner);
  EXPECT_EQ(value.inner->id, "in");
  EXPECT_FALSE(value.inner->flag);
}

Json Parsed(std::string_view text) {
  auto json = format::ParseJson(text);
  EXPECT_TRUE(json) << text;
  return json ? *json : Json();
}

TEST(ShapeJson, RoundTrips) {
  const Everything sample = Sample();
  const Json json = ToJson(testing::kEverything, &sample);
  EXPECT_EQ(json["Ratio"].Text(), "0.1");
  EXPECT_EQ(json["Data"].string_or(""), "AP8=");
  EXPECT_EQ(json["Created"].Text(), "1763706540.123");
  EXPECT_EQ(json["Item"]["note-text"].string_or("?"), "");
  EXPECT_EQ(json.Find("Document"), nullptr);
  Everything back;
  ASSERT_TRUE(FromJson(testing::kEverything, Parsed(json.Text()), &back));
  ExpectSample(back);
}

TEST(ShapeJson, TimestampsAndNamesCanBeChosen) {
  const Everything sample = Sample();
  const Json json = ToJson(testing::kEverything, &sample,
                           {.timestamps = TimestampFormat::kIso8601, .names = JsonNames::kModel});
  EXPECT_EQ(json["Created"].string_or(""), "2025-11-21T06:29:00.123Z");
  EXPECT_EQ(json["Item"]["Note"].string_or("?"), "");
  Everything back;
  ASSERT_TRUE(FromJson(testing::kEverything, json, &back, {.names = JsonNames::kModel}));
  ExpectSample(back);
}

TEST(ShapeJson, NullIsAbsentAndUnknownIsIgnored) {
  Everything value;
  std::vector<std::string> missing;
  ASSERT_TRUE(FromJson(testing::kEverything,
                       Parsed(R"({"Id":null,"Flag":null,"Else":[1],"Items":[{},null]})"), &value,
                       {}, &missing));
  EXPECT_FALSE(value.flag);
  EXPECT_EQ(missing, (std::vector<std::string>{"id", "items.1.member.name", "items.2.member"}));
}

TEST(ShapeJson, MismatchesAreSerializationExceptions) {
  const auto message = [](std::string_view text) {
    Everything value;
    const auto read = FromJson(testing::kEverything, Parsed(text), &value);
    EXPECT_FALSE(read) << text;
    if (read) return std::string();
    EXPECT_EQ(read.error().code, "SerializationException");
    EXPECT_EQ(read.error().kind, Kind::kInvalid);
    return read.error().message;
  };
  EXPECT_EQ(message(R"({"Id":5})"), "NUMBER_VALUE can not be converted to String");
  EXPECT_EQ(message(R"({"Id":true})"), "TRUE_VALUE can not be converted to String");
  EXPECT_EQ(message(R"({"Count":"5"})"), "STRING_VALUE can not be converted to Integer");
  EXPECT_EQ(message(R"({"Flag":"true"})"), "STRING_VALUE can not be converted to Boolean");
  EXPECT_EQ(message(R"({"Id":{}})"), "Start of structure or map found where not expected");
  EXPECT_EQ(message(R"({"Item":[]})"), "Start of list found where not expected");
  EXPECT_EQ(message(R"({"Words":"a"})"), "Expected list or null");
  EXPECT_EQ(message(R"({"Tags":"a"})"), "Expected map or null");
  EXPECT_NE(message(R"({"Count":4294967296})"), "");
  EXPECT_NE(message(R"({"Count":1.5})"), "");
  EXPECT_NE(message(R"({"Big":1e300})"), "");
  EXPECT_NE(message(R"({"Data":"*"})"), "");
  EXPECT_NE(message(R"({"Created":"soon"})"), "");
  EXPECT_NE(message(R"({"Created":1e300})"), "");
  EXPECT_NE(message(R"({"Score":"many"})"), "");
  EXPECT_NE(message("[]"), "");
  testing::Choice choice;
  EXPECT_FALSE(FromJson(testing::kChoice, Parsed(R"({"Left":"a","Right":"b"})"), &choice));
}

TEST(ShapeJson, ExtremeNumbers) {
  Everything value;
  value.score = std::numeric_limits<double>::infinity();
  value.ratio = std::numeric_limits<float>::quiet_NaN();
  const Json json = ToJson(testing::kEverything, &value);
  EXPECT_EQ(json["Score"].string_or(""), "Infinity");
  EXPECT_EQ(json["Ratio"].string_or(""), "NaN");
  Everything back;
  ASSERT_TRUE(FromJson(testing::kEverything, json, &back));
  EXPECT_EQ(back.score, value.score);
}

TEST(ShapeCbor, RoundTripsAndRefuses) {
  const Everything sample = Sample();
  const std::string bytes = ToCbor(testing::kEverything, &sample, "tok");
  Everything back;
  std::vector<std::string> missing;
  ASSERT_TRUE(FromCbor(testing::kEverything, bytes, &back, &missing));
  EXPECT_TRUE(missing.empty());
  EXPECT_EQ(back.token, "tok");
  ExpectSample(back);
  for (size_t size = 0; size < bytes.size(); ++size) {
    Everything cut;
    EXPECT_FALSE(
        FromCbor(testing::kEverything, std::string_view(bytes).substr(0, size), &cut, nullptr))
        << size;
  }
  Everything more;
  EXPECT_FALSE(FromCbor(testing::kEverything, bytes + "\xA0", &more, nullptr));
  const auto refused = [](std::string_view cbor) {
    Everything value;
    const auto read = FromCbor(testing::kEverything, cbor, &value, nullptr);
    return !read && read.error().code == "SerializationException";
  };
  EXPECT_TRUE(refused("\x80"));
  EXPECT_TRUE(refused("\xA1\x62Id\x05"));  // an integer for a string
  EXPECT_TRUE(
      refused("\xA1\x65"
              "Count\x1A\xFF\xFF\xFF\xFF"));  // beyond 32 bits
  EXPECT_TRUE(refused("\xA1\x05\x05"));       // a key that is no text
}

TEST(ShapeCbor, DeepRecursionIsRefused) {
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes += "\xA1\x65Inner";
  Everything value;
  const auto read = FromCbor(testing::kEverything, bytes, &value, nullptr);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "SerializationException");
}

TEST(ShapeForm, RoundTrips) {
  const Everything sample = Sample();
  const auto parameters = WriteForm(testing::kEverything, &sample);
  const auto has = [&](const QueryParameter& wanted) {
    return std::ranges::find(parameters, wanted) != parameters.end();
  };
  EXPECT_TRUE(has({"Words.member.2", "b"}));
  EXPECT_TRUE(has({"Items.Entry.1.Name", "x"}));
  EXPECT_TRUE(has({"Flat.1", "c"}));
  EXPECT_TRUE(has({"Tags.entry.1.key", "k"}));
  EXPECT_TRUE(has({"Tags.entry.1.value", "v&<>"}));
  EXPECT_TRUE(has({"Created", "2025-11-21T06:29:00.123Z"}));
  EXPECT_TRUE(has({"Inner.Id", "in"}));
  Everything back;
  std::vector<std::string> missing;
  ASSERT_TRUE(ReadForm(testing::kEverything, parameters, &back, &missing));
  ExpectSample(back);
  EXPECT_TRUE(missing.empty());
}

TEST(ShapeForm, GapsOrderAndMalformedNames) {
  Everything value;
  std::vector<std::string> missing;
  ASSERT_TRUE(ReadForm(testing::kEverything,
                       {{"Words.member.10", "b"},
                        {"Words.member.2", "a"},
                        {"Words.member.x", "n"},
                        {"Count", ""},
                        {"Words.member.99999999999999999999999", "n"},
                        {"...", "n"},
                        {"Id.x", "n"},
                        {"Tags.entry.1.key", "k"}},
                       &value, &missing));
  EXPECT_EQ(value.words, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(value.count);
  EXPECT_EQ(missing, std::vector<std::string>{"id"});
  const auto bad = ReadForm(testing::kEverything, {{"Count", "x"}}, &value, &missing);
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code, "MalformedInput");
  EXPECT_FALSE(ReadForm(testing::kEverything, {{std::string(100, '.'), ""}}, &value, &missing));
}

TEST(ShapeText, HeaderLists) {
  std::vector<std::string> words;
  ASSERT_TRUE(ParseListHeader(testing::kWords, R"(a, "b,\"c", d)", &words));
  EXPECT_EQ(words, (std::vector<std::string>{"a", "b,\"c", "d"}));
  EXPECT_EQ(ListHeaderText(testing::kWords, &words), R"(a, "b,\"c", d)");
  EXPECT_EQ(TimestampText(FromEpochMicros(1500000), TimestampFormat::kEpochSeconds), "1.5");
}

TEST(Pattern, OfCallersAreMatchedWholeInLinearTime) {
  const auto name = CompilePattern("events_[0-9]+|other.*");
  ASSERT_TRUE(name.has_value());
  EXPECT_TRUE((*name)("events_12"));
  EXPECT_TRUE((*name)("other"));
  EXPECT_FALSE((*name)("my_events_12"));
  for (const char* bad : {"(", "[", "a{2,1}", "(?=x)", "a**", "(((a{100}){100}){100})"}) {
    EXPECT_EQ(CompilePattern(bad).error().kind, Kind::kInvalid) << bad;
  }
  std::string stars;
  for (int i = 0; i < 200; ++i) stars += ".*a";
  const auto slow = CompilePattern(stars + "b");
  ASSERT_TRUE(slow.has_value());
  EXPECT_FALSE((*slow)(std::string(255, 'a')));
}

TEST(Pattern, FollowsTheModels) {
  EXPECT_TRUE(MatchesPattern("[a-z]{1,3}", "abc"));
  EXPECT_FALSE(MatchesPattern("[a-z]{1,3}", "abcd"));
  EXPECT_FALSE(MatchesPattern("^(?!aws:)[\\p{L}:]*$", "aws:x"));
  EXPECT_TRUE(MatchesPattern("^(?!aws:)[\\p{L}:]*$", "x:\xC3\xA9"));
  EXPECT_FALSE(MatchesPattern("^(?!(.*[.\\/\\\\]|aws:)).*$", "a/b"));
  EXPECT_TRUE(MatchesPattern("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*",
                             "a\xF0\x9F\x98\x80"));
  EXPECT_FALSE(
      MatchesPattern("[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*", "a\nb"));
  EXPECT_FALSE(MatchesPattern(".*", "\xFF"));
  EXPECT_FALSE(MatchesPattern("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "a--b"));
  EXPECT_TRUE(MatchesPattern("^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", "a-b-c"));
  // What would hang or overflow a backtracking engine.
  EXPECT_FALSE(MatchesPattern("(a*)*b", std::string(1 << 20, 'a')));
  EXPECT_FALSE(MatchesPattern("a*", std::string((1 << 20) + 1, 'a')));
}

TEST(Validate, SaysWhatAwsSays) {
  Everything value = Sample();
  EXPECT_TRUE(Validate(testing::ModelFor(testing::kJsonOnly), testing::kOperations[0], &value));
  value.id = "tolong";
  value.color = "BLUE";
  value.count = 11;
  value.score = 100.5;
  value.data = "12345";
  (*value.items)[1].name = "";
  value.words = std::vector<std::string>{"a", "B"};
  value.tags = std::map<std::string, std::string>{{"K", "v"}};
  const auto violations = FindViolations(testing::kEverything, &value);
  const Error error = ValidationError(testing::ModelFor(testing::kJsonOnly), violations);
  EXPECT_EQ(error.code, "ValidationException");
  EXPECT_EQ(error.message,
            "8 validation errors detected: "
            "Value 'tolong' at 'id' failed to satisfy constraint: Member must have length less "
            "than or equal to 5; "
            "Value '11' at 'count' failed to satisfy constraint: Member must have value less than "
            "or equal to 10; "
            "Value '100.5' at 'score' failed to satisfy constraint: Member must have value less "
            "than or equal to 100; "
            "Value 'BLUE' at 'color' failed to satisfy constraint: Member must satisfy enum value "
            "set: [RED, GREEN]; "
            "Value 'java.nio.HeapByteBuffer[pos=0 lim=5 cap=5]' at 'data' failed to satisfy "
            "constraint: Member must have "
            "length less than or equal to 4; "
            "Value '[a, B]' at 'words' failed to satisfy constraint: Member must satisfy "
            "constraint: [Member must satisfy "
            "regular expression pattern: [a-z]*]; "
            "Value '' at 'items.2.member.name' failed to satisfy constraint: Member must have "
            "length greater than or equal "
            "to 1; "
            "Value '{K=v}' at 'tags' failed to satisfy constraint: Map keys must satisfy "
            "constraint: [Member must satisfy "
            "regular expression pattern: [a-z]*]");
}

TEST(Validate, AbsentRequiredMembersAreReportedAlone) {
  Everything value;  // Id is empty, which would be too short if it had been sent
  const auto violations = FindViolations(testing::kEverything, &value, {"id"});
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(ValidationError(testing::ModelFor(testing::kQueryOnly), violations).message,
            "1 validation error detected: Value at 'id' failed to satisfy constraint: Member must "
            "not be null");
  EXPECT_EQ(ValidationError(testing::ModelFor(testing::kQueryOnly), violations).code,
            "ValidationError");
}

TEST(Validate, LongValuesAndManyViolationsAreCut) {
  Everything value;
  value.id = std::string(1000, 'a');
  value.words = std::vector<std::string>(100000, "WRONG");
  value.items = std::vector<testing::Item>(100000);
  const auto violations = FindViolations(testing::kEverything, &value);
  EXPECT_EQ(violations.size(), 100u);
  for (const auto& violation : violations) EXPECT_LE(violation.value.size(), 260u);
}

}  // namespace
}  // namespace firn::wire
