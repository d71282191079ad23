#include "state/record.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/ids.h"

namespace firn::state {
namespace {

struct Column {
  std::string name;
  std::string type = "string";
  bool operator==(const Column&) const = default;
};
template <class A>
void Describe(A& a, Column& r) {
  a("name", r.name);
  a("type", r.type);
}

struct Everything {
  std::string text;
  bool flag = false;
  int32_t small = 0;
  int64_t large = 0;
  uint64_t size = 0;
  double number = 0;
  Time time;
  Duration lapse{};
  std::optional<std::string> note;
  std::optional<Column> extra;
  std::vector<Column> columns;
  std::set<std::string> names;
  std::map<std::string, std::vector<int32_t>> counts;
  format::Json json;
  AccountId account;
  std::vector<std::string> more{"kept"};
};
template <class A>
void Describe(A& a, Everything& r) {
  a("text", r.text);
  a("flag", r.flag);
  a("small", r.small);
  a("large", r.large);
  a("size", r.size);
  a("number", r.number);
  a("time", r.time);
  a("lapse", r.lapse);
  a("note", r.note);
  a("extra", r.extra);
  a("columns", r.columns);
  a("names", r.names);
  a("counts", r.counts);
  a("json", r.json);
  a("account", r.account);
  a("more", r.more);
}

Everything Sample() {
  Everything r;
  r.text = "snow \xc3\xa9 \"quoted\"\n";
  r.flag = true;
  r.small = -7;
  r.large = INT64_MIN;
  r.size = UINT64_MAX;
  r.number = 0.1;
  r.time = FromEpochMicros(1'795'251'600'123'457);
  r.lapse = Duration(-5);
  r.note = "";
  r.columns = {{"a", "int"}, {"b", "long"}};
  r.names = {"x", "y"};
  r.counts = {{"one", {1}}, {"none", {}}};
  r.json = format::Json(format::Json::Object{{"deep", format::Json(nullptr)}});
  r.account = *AccountId::Parse("123456789012");
  r.more.clear();
  return r;
}

TEST(RecordTest, EveryMemberComesBack) {
  const Everything r = Sample();
  const auto decoded = Decode<Everything>(Encode(r));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->text, r.text);
  EXPECT_EQ(decoded->flag, r.flag);
  EXPECT_EQ(decoded->small, r.small);
  EXPECT_EQ(decoded->large, r.large);
  EXPECT_EQ(decoded->size, r.size);
  EXPECT_EQ(decoded->number, r.number);
  EXPECT_EQ(decoded->time, r.time);
  EXPECT_EQ(decoded->lapse, r.lapse);
  EXPECT_EQ(decoded->note, r.note);
  EXPECT_FALSE(decoded->extra.has_value());
  EXPECT_EQ(decoded->columns, r.columns);
  EXPECT_EQ(decoded->names, r.names);
  EXPECT_EQ(decoded->counts, r.counts);
  EXPECT_EQ(decoded->json, r.json);
  EXPECT_EQ(decoded->account, r.account);
  EXPECT_TRUE(decoded->more.empty()) << "an empty list is not an absent one";
}

TEST(RecordTest, TextIsReadableAndVersioned) {
  EXPECT_EQ(Encode(Column{"a", "int"}), R"({"v":1,"name":"a","type":"int"})");
  EXPECT_EQ(Encode(std::vector<std::string>{"a"}), R"({"v":1,"value":["a"]})");
}

TEST(RecordTest, AbsentMembersKeepDefaultsAndUnknownOnesAreIgnored) {
  const auto column = Decode<Column>(R"({"name":"a","added_later":{"x":1}})");
  ASSERT_TRUE(column) << column.error().message;
  EXPECT_EQ(*column, (Column{"a", "string"}));
  const auto null = Decode<Column>(R"({"v":1,"name":null})");
  ASSERT_TRUE(null);
  EXPECT_EQ(*null, Column{});
}

TEST(RecordTest, BytesThatAreNotTextSurvive) {
  const std::string bytes("\xff\x00\xfe", 3);
  EXPECT_EQ(Decode<Column>(Encode(Column{bytes, "t"}))->name, bytes);
  const std::map<std::string, std::string> map = {{bytes, bytes}, {"plain", "x"}};
  const auto decoded = Decode<std::map<std::string, std::string>>(Encode(map));
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(*decoded, map);
}

TEST(RecordTest, NumbersThatJsonLacksSurvive) {
  EXPECT_TRUE(std::isnan(*Decode<double>(Encode(std::nan("")))));
  EXPECT_EQ(*Decode<double>(Encode(-INFINITY)), -INFINITY);
}

TEST(RecordTest, WrongTypesAreCorruptAndNamed) {
  const auto wrong = Decode<Everything>(R"({"v":1,"columns":[{"name":7}]})");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, Kind::kCorrupt);
  EXPECT_NE(wrong.error().message.find("columns"), std::string::npos) << wrong.error().message;
  EXPECT_NE(wrong.error().message.find("name"), std::string::npos) << wrong.error().message;
  for (const char* text :
       {"", "[]", "{", R"({"small":2147483648})", R"({"small":1.5})", R"({"flag":1})",
        R"({"time":"noon"})", R"({"names":{}})", R"({"counts":[1]})", R"({"extra":3})",
        R"({"text":{"base64":"*"}})", R"({"number":"many"})"}) {
    const auto decoded = Decode<Everything>(text);
    ASSERT_FALSE(decoded) << text;
    EXPECT_EQ(decoded.error().kind, Kind::kCorrupt) << text;
  }
}

TEST(RecordTest, ANewerVersionIsRefused) {
  const auto newer = Decode<Column>(R"({"v":2,"name":"a"})");
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().kind, Kind::kUnsupported);
}

// A structure described as the generator describes it.
struct Tagged {
  std::string key;
  std::optional<Time> when;
  std::vector<std::string> values;
};
wire::Shape Described(wire::ShapeType type, std::string_view name) {
  wire::Shape shape{};
  shape.type = type;
  shape.name = name;
  return shape;
}
wire::Member MemberOf(std::string_view name, const wire::Shape& shape, size_t offset,
                      const wire::OptionalAccess* optional) {
  wire::Member member{};
  member.name = name;
  member.wire_name = "other";
  member.shape = &shape;
  member.offset = offset;
  member.optional = optional;
  return member;
}
const wire::Shape& ShapeOf(const Tagged*) {
  static const wire::Shape text = Described(wire::ShapeType::kString, "Text");
  static const wire::Shape when = Described(wire::ShapeType::kTimestamp, "When");
  static const wire::Shape texts = [] {
    wire::Shape shape = Described(wire::ShapeType::kList, "Texts");
    shape.element = &text;
    shape.list = &wire::ListOf<std::string>::kAccess;
    return shape;
  }();
  static const wire::Member members[] = {
      MemberOf("Key", text, offsetof(Tagged, key), nullptr),
      MemberOf("When", when, offsetof(Tagged, when), &wire::OptionalOf<Time>::kAccess),
      MemberOf("Values", texts, offsetof(Tagged, values), nullptr)};
  static const wire::Shape tagged = [] {
    wire::Shape shape = Described(wire::ShapeType::kStructure, "Tagged");
    shape.members = members;
    return shape;
  }();
  return tagged;
}

TEST(RecordTest, GeneratedStructuresGoByModelNames) {
  Tagged tagged{"a", FromEpochMicros(1'500'000), {"x", "y"}};
  const std::string text = Encode(tagged);
  EXPECT_EQ(text, R"({"v":1,"Key":"a","When":"1970-01-01T00:00:01.500Z","Values":["x","y"]})");
  const auto decoded = Decode<Tagged>(text);
  ASSERT_TRUE(decoded) << decoded.error().message;
  EXPECT_EQ(decoded->key, "a");
  EXPECT_EQ(decoded->when, tagged.when);
  EXPECT_EQ(decoded->values, tagged.values);
  EXPECT_FALSE(Decode<Tagged>(R"({"Key":7})"));
  tagged.key = "caf\xe9";
  const auto repaired = Decode<Tagged>(Encode(tagged));
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(repaired->key, "caf\xef\xbf\xbd");
}

}  // namespace
}  // namespace firn::state
