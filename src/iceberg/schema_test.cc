#include "iceberg/schema.h"

#include <gtest/gtest.h>

#include "iceberg/limits.h"

namespace firn::iceberg {
namespace {

using format::Json;

Json Parse(std::string_view text) {
  auto json = format::ParseJson(text);
  EXPECT_TRUE(json.has_value()) << text;
  return json ? *json : Json();
}

const char* kNested = R"J({"type":"struct","schema-id":3,"identifier-field-ids":[1],"fields":[
  {"id":1,"name":"id","required":true,"type":"long","doc":"the key"},
  {"id":2,"name":"place","required":false,"type":{"type":"struct","fields":[
    {"id":5,"name":"lat","required":false,"type":"double"},{"id":6,"name":"tags","required":false,
     "type":{"type":"list","element-id":7,"element":"string","element-required":true}}]}},
  {"id":3,"name":"props","required":false,"type":{"type":"map","key-id":8,"key":"string","value-id":9,
   "value":"decimal(38, 10)","value-required":false}},
  {"id":4,"name":"code","required":false,"type":"fixed[16]"}]})J";

std::string ErrorOf(std::string_view text) {
  auto schema = ParseSchema(Parse(text));
  EXPECT_FALSE(schema.has_value()) << text;
  if (schema) return "";
  EXPECT_EQ(schema.error().kind, Kind::kInvalid);
  return schema.error().message;
}

std::string With(std::string_view field) {
  return R"({"type":"struct","fields":[)" + std::string(field) + "]}";
}

TEST(Schema, JsonSurvives) {
  auto schema = ParseSchema(Parse(kNested));
  ASSERT_TRUE(schema.has_value()) << schema.error().message;
  EXPECT_EQ(schema->schema_id, 3);
  EXPECT_EQ(SchemaJson(*schema), Parse(kNested));
  EXPECT_EQ(schema->FindField(7)->type.id, TypeId::kString);
  EXPECT_EQ(schema->FindField("place.tags.element")->id, 7);
  EXPECT_EQ(schema->FindField("props.value")->type, Type::Decimal(38, 10));
  EXPECT_EQ(schema->FindField("place.nothing"), nullptr);
  EXPECT_EQ(schema->PathOf(7), "place.tags.element");
  EXPECT_EQ(schema->PathOf(99), "");
  EXPECT_EQ(schema->HighestFieldId(), 9);
  EXPECT_EQ(TypeText(schema->FindField(3)->type), "map<string, decimal(38, 10)>");
}

TEST(Schema, PrimitiveTextsSurvive) {
  for (const char* text :
       {"boolean",   "int",           "long",         "float",
        "double",    "decimal(9, 2)", "date",         "time",
        "timestamp", "timestamptz",   "timestamp_ns", "timestamptz_ns",
        "string",    "uuid",          "fixed[7]",     "binary",
        "variant",   "unknown",       "geometry",     "geography(srid:4326, spherical)"}) {
    auto type = ParsePrimitiveType(text);
    ASSERT_TRUE(type.has_value()) << text;
    EXPECT_EQ(TypeText(*type), text);
  }
  EXPECT_EQ(*ParsePrimitiveType("decimal(9,2)"), Type::Decimal(9, 2));
  for (const char* text :
       {"", "Long", "varchar", "decimal", "decimal(9)", "decimal(0,0)", "decimal(39,2)",
        "decimal(4,5)", "decimal(4,-1)", "fixed", "fixed[]", "fixed[-1]", "fixed[99999999999]"}) {
    EXPECT_FALSE(ParsePrimitiveType(text).has_value()) << text;
  }
}

TEST(Schema, ErrorsNameTheMember) {
  EXPECT_EQ(ErrorOf("[]"), "Cannot parse schema from non-object: []");
  EXPECT_EQ(ErrorOf(R"({"type":"struct"})"), "Cannot parse missing list: fields");
  EXPECT_EQ(ErrorOf(R"({"type":"list","fields":[]})"),
            "Cannot create schema, not a struct type: \"list\"");
  EXPECT_EQ(ErrorOf(With(R"({"name":"a","required":true,"type":"int"})")),
            "Cannot parse missing int: id");
  EXPECT_EQ(ErrorOf(With(R"({"id":"1","name":"a","required":true,"type":"int"})")),
            "Cannot parse to an integer value: id: \"1\"");
  EXPECT_EQ(ErrorOf(With(R"({"id":3000000000,"name":"a","required":true,"type":"int"})")),
            "Cannot parse to an integer value: id: 3000000000");
  EXPECT_EQ(ErrorOf(With(R"({"id":1,"name":"a","type":"int"})")),
            "Cannot parse missing boolean: required");
  EXPECT_EQ(ErrorOf(With(R"({"id":1,"name":"a","required":true})")),
            "Cannot parse missing field: type");
  EXPECT_NE(ErrorOf(With(R"({"id":1,"name":"a","required":true,"type":"text"})")).find("field a"),
            std::string::npos);
  EXPECT_NE(
      ErrorOf(With(R"({"id":1,"name":"a","required":true,"type":{"type":"list","element":"int"}})"))
          .find("element-id"),
      std::string::npos);
  EXPECT_NE(ErrorOf(With(R"({"id":1,"name":"a","required":true,"type":"int"},
                            {"id":1,"name":"b","required":true,"type":"int"})"))
                .find("for id 1"),
            std::string::npos);
  EXPECT_NE(ErrorOf(With(R"({"id":1,"name":"a","required":true,"type":"int"},
                            {"id":2,"name":"a","required":true,"type":"int"})"))
                .find("for name a"),
            std::string::npos);
}

TEST(Schema, IdentifierFieldsMustBeRequiredPrimitives) {
  auto with_identifier = [](std::string_view fields) {
    return R"({"type":"struct","identifier-field-ids":[1],"fields":[)" + std::string(fields) + "]}";
  };
  EXPECT_TRUE(ParseSchema(Parse(with_identifier(
                              R"({"id":2,"name":"s","required":true,"type":{"type":"struct",
    "fields":[{"id":1,"name":"a","required":true,"type":"int"}]}})")))
                  .has_value());
  ErrorOf(with_identifier(R"({"id":1,"name":"a","required":false,"type":"int"})"));
  ErrorOf(with_identifier(R"({"id":1,"name":"a","required":true,"type":"double"})"));
  ErrorOf(with_identifier(R"({"id":2,"name":"a","required":true,"type":"int"})"));
  ErrorOf(with_identifier(R"({"id":2,"name":"s","required":false,"type":{"type":"struct",
    "fields":[{"id":1,"name":"a","required":true,"type":"int"}]}})"));
}

TEST(Schema, FreshIdsGoBreadthFirstPerStruct) {
  auto schema = ParseSchema(Parse(kNested));
  ASSERT_TRUE(schema.has_value());
  for (Field& field : schema->fields) field.id += 1000;
  schema->identifier_field_ids = {1001};
  int32_t last = 0;
  Schema fresh = WithFreshIds(*schema, 0, [&] { return ++last; });
  EXPECT_EQ(fresh.schema_id, 0);
  EXPECT_EQ(fresh.FindField("id")->id, 1);
  EXPECT_EQ(fresh.FindField("code")->id, 4);
  EXPECT_EQ(fresh.FindField("place.lat")->id, 5);
  EXPECT_EQ(fresh.FindField("place.tags.element")->id, 7);
  EXPECT_EQ(fresh.FindField("props.key")->id, 8);
  EXPECT_EQ(fresh.FindField("props.value")->id, 9);
  EXPECT_EQ(fresh.identifier_field_ids, std::vector<int32_t>{1});
}

TEST(Schema, NewerTypesNeedVersion3) {
  auto schema =
      ParseSchema(Parse(With(R"({"id":1,"name":"a","required":false,"type":"timestamp_ns"})")));
  ASSERT_TRUE(schema.has_value());
  auto old = CheckSchemaFor(*schema, 2);
  ASSERT_FALSE(old.has_value());
  EXPECT_NE(old.error().message.find("timestamp_ns is not supported until v3"), std::string::npos);
  EXPECT_TRUE(CheckSchemaFor(*schema, 3).has_value());
  auto defaulted = ParseSchema(
      Parse(With(R"({"id":1,"name":"a","required":false,"type":"int","initial-default":5})")));
  ASSERT_TRUE(defaulted.has_value());
  EXPECT_FALSE(CheckSchemaFor(*defaulted, 2).has_value());
  EXPECT_EQ(SchemaJson(*defaulted)["fields"].array()[0]["initial-default"].integer_or(0), 5);
}

TEST(Schema, IdsLeaveRoomToCountOn) {
  auto with_id = [](int64_t id) {
    return With(R"({"id":)" + std::to_string(id) + R"(,"name":"a","required":true,"type":"int"})");
  };
  EXPECT_TRUE(ParseSchema(Parse(with_id(kIdMax))).has_value());
  EXPECT_EQ(ErrorOf(with_id(int64_t{kIdMax} + 1)), "Invalid id: id: 2000000001");
  EXPECT_EQ(ErrorOf(with_id(-1)), "Invalid id: id: -1");
}

TEST(Schema, DeepNestingIsRefused) {
  std::string type = "\"int\"";
  for (int i = 0; i < 70; ++i) {
    type = R"({"type":"list","element-id":)" + std::to_string(i + 2) + R"(,"element":)" + type +
           R"(,"element-required":true})";
  }
  auto json = format::ParseJson(With(R"({"id":1,"name":"a","required":true,"type":)" + type + "}"));
  if (json) {
    EXPECT_FALSE(ParseSchema(*json).has_value());
  }
}

}  // namespace
}  // namespace firn::iceberg
