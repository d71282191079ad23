#include "services/logs/filter_pattern.h"

#include <gtest/gtest.h>

namespace firn::services::logs {
namespace {

struct Row {
  const char* pattern;
  const char* message;
  bool matches;
};

TEST(FilterPattern, Matches) {
  const char* const event = R"({"level":"error","status":503,"ok":true,"none":null,"user":{"id":7,"tags":["a","b"]},
                                "a.b":1,"path":"/api/x"})";
  const char* const line = R"(127.0.0.1 - anna [10/Oct/2000:13:25:15 -0700] "GET /a b" 404 1534)";
  const Row rows[] = {
      {"", "anything", true},
      {"ERROR", "an ERROR here", true},
      {"ERROR", "an error here", false},
      {"a b", "xbxax", true},
      {"a b", "a", false},
      {"\"a b\"", "a b", true},
      {"\"a b\"", "b a", false},
      {"?a ?b", "b", true},
      {"?a ?b", "c", false},
      {"a -b", "a", true},
      {"a -b", "ab", false},
      {"{ $.level = \"error\" }", event, true},
      {"{$.level=error}", event, true},
      {"{ $.level != error }", event, false},
      {"{ $.status >= 500 }", event, true},
      {"{ $.status < 500 }", event, false},
      {"{ $.status = 503 && $.level = warn }", event, false},
      {"{ ($.status = 1 || $.level = err*) && $.ok IS TRUE }", event, true},
      {"{ $.ok IS FALSE }", event, false},
      {"{ $.none IS NULL }", event, true},
      {"{ $.missing NOT EXISTS }", event, true},
      {"{ $.level NOT EXISTS }", event, false},
      {"{ $.user.id = 7 }", event, true},
      {"{ $.user.tags[1] = b }", event, true},
      {"{ $.user.tags[*] = a }", event, true},
      {"{ $.user.tags[2] = b }", event, false},
      {"{ $.['a.b'] = 1 }", event, true},
      {"{ $.path = \"/api/*\" }", event, true},
      {"{ $.level = * }", event, true},
      {"{ $.gone = * }", event, false},
      {"{ $.level = error }", "no json", false},
      {"[ip, id, user, time, request, status, bytes]", line, true},
      {"[ip, id, user, time, request, status = 4*, bytes]", line, true},
      {"[ip, id, user, time, request, status = 5*, bytes]", line, false},
      {"[ip, ..., status = 404, bytes > 1000]", line, true},
      {"[..., bytes > 1000 && bytes < 1500]", line, false},
      {"[ip = 127.0.0.1, ...]", line, true},
      {"[ip, user]", line, false},
  };
  for (const Row& row : rows) {
    const auto pattern = FilterPattern::Parse(row.pattern);
    ASSERT_TRUE(pattern) << row.pattern << ": " << pattern.error().message;
    EXPECT_EQ(pattern->Matches(row.message), row.matches) << row.pattern;
  }
}

TEST(FilterPattern, ExtractsWhatItNames) {
  const auto json = FilterPattern::Parse("{ $.a = * && $.b.c > 1 }");
  EXPECT_EQ(json->Extract(R"({"a":"x","b":{"c":2.5}})"),
            (std::map<std::string, std::string>{{"$.a", "x"}, {"$.b.c", "2.5"}}));
  const auto fields = FilterPattern::Parse("[first, ..., last]");
  EXPECT_EQ(fields->Extract("1 2 3"), (std::map<std::string, std::string>{{"$first", "1"}, {"$last", "3"}}));
}

TEST(FilterPattern, RefusesWhatIsNone) {
  for (const char* text : {"{", "{}", "{ $ = 1 }", "{ level = 1 }", "{ $.a }", "{ $.a = }", "{ $.a = 1", "{ $.a = 1 } x",
                           "{ $.a < word }", "{ $.a IS MAYBE }", "{ $.a NOT HERE }", "{ ($.a = 1 }", "{ $.a[x] = 1 }",
                           "{ $.a[0 = 1 }", "{ $.a == 1 }", "{ $.a = 1 && }", "[", "[]", "[a", "[a,]", "[..., ...]",
                           "[a = 1 && b = 2]", "[a] b", "\"open", "-", "?", "{ $.a = \"open }"}) {
    const auto pattern = FilterPattern::Parse(text);
    EXPECT_TRUE(!pattern && pattern.error().kind == Kind::kInvalid) << text;
  }
  EXPECT_EQ(FilterPattern::Parse("%a.*b%").error().kind, Kind::kUnsupported);
  EXPECT_EQ(FilterPattern::Parse("{ $.a = %x% }").error().kind, Kind::kUnsupported);
  EXPECT_FALSE(FilterPattern::Parse("{" + std::string(1000, '(') + "$.a = 1"));
}

}  // namespace
}  // namespace firn::services::logs
