#include "services/glue/schema_definition.h"

#include <gtest/gtest.h>

namespace firn::services::glue {
namespace {

std::string Record(const std::string& fields) {
  return R"({"type":"record","name":"R","fields":[)" + fields + "]}";
}

constexpr const char* kInt = R"({"name":"a","type":"int"})";
constexpr const char* kLong = R"({"name":"a","type":"long"})";
constexpr const char* kText = R"({"name":"a","type":"string"})";
constexpr const char* kMore = R"({"name":"a","type":"int"},{"name":"b","type":"string"})";
constexpr const char* kDefault =
    R"({"name":"a","type":"int"},{"name":"b","type":"string","default":""})";

bool Fits(const std::string& mode, const std::string& before, const std::string& after) {
  return IsCompatible("AVRO", mode, {Record(before)}, Record(after));
}

TEST(SchemaDefinition, AvroResolutionDecidesCompatibility) {
  EXPECT_TRUE(Fits("BACKWARD", kInt, kInt));
  EXPECT_TRUE(Fits("BACKWARD", kInt, kLong));
  EXPECT_FALSE(Fits("FORWARD", kInt, kLong));
  EXPECT_FALSE(Fits("BACKWARD", kInt, kText));
  EXPECT_FALSE(Fits("BACKWARD", kInt, kMore));
  EXPECT_TRUE(Fits("FORWARD", kInt, kMore));
  EXPECT_TRUE(Fits("BACKWARD", kInt, kDefault));
  EXPECT_TRUE(Fits("FULL", kInt, kDefault));
  EXPECT_FALSE(Fits("FULL", kInt, kMore));
  EXPECT_TRUE(Fits("NONE", kInt, kText));
  EXPECT_TRUE(Fits("BACKWARD", kInt, R"({"name":"a","type":["null","int"]})"));
  EXPECT_FALSE(Fits("FORWARD", kInt, R"({"name":"a","type":["null","int"]})"));
  EXPECT_FALSE(Fits("BACKWARD",
                    R"({"name":"a","type":{"type":"enum","name":"E","symbols":["X","Y"]}})",
                    R"({"name":"a","type":{"type":"enum","name":"E","symbols":["X"]}})"));
  EXPECT_TRUE(Fits("BACKWARD", R"({"name":"a","type":{"type":"array","items":"int"}})",
                   R"({"name":"a","type":{"type":"array","items":"double"}})"));
  // Only the last version counts, or all of them.
  EXPECT_TRUE(IsCompatible("AVRO", "BACKWARD", {Record(kText), Record(kInt)}, Record(kLong)));
  EXPECT_FALSE(IsCompatible("AVRO", "BACKWARD_ALL", {Record(kText), Record(kInt)}, Record(kLong)));
}

TEST(SchemaDefinition, TypesThatHoldThemselvesEnd) {
  const std::string list = R"({"type":"record","name":"N","fields":[{"name":"v","type":"int"},)"
                           R"({"name":"next","type":["null","N"]}]})";
  EXPECT_TRUE(CheckDefinition("AVRO", list).has_value());
  EXPECT_TRUE(IsCompatible("AVRO", "FULL_ALL", {list}, list));
}

TEST(SchemaDefinition, MalformedOnesAreRefused) {
  const std::pair<const char*, const char*> cases[] = {
      {"AVRO", "{"},
      {"AVRO", "[]]"},
      {"AVRO", "7"},
      {"AVRO", R"({"type":"record"})"},
      {"AVRO", R"({"type":"record","name":"R"})"},
      {"AVRO", R"({"type":"unheard-of"})"},
      {"JSON", "{"},
      {"JSON", "7"},
      {"JSON", "[1]"},
      {"PROTOBUF", "message M {"},
      {"PROTOBUF", "no"},
      {"PROTOBUF", "message M } {"},
      {"PROTOBUF", "message M { string s = 1 [default=\"x]; }"},
      {"PROTOBUF", "/* message M {}"},
  };
  for (const auto& [format, definition] : cases) {
    const auto checked = CheckDefinition(format, definition);
    ASSERT_FALSE(checked.has_value()) << definition;
    EXPECT_EQ(checked.error().code, "InvalidInputException");
  }
  EXPECT_TRUE(
      CheckDefinition("PROTOBUF", "syntax = \"proto3\"; message M { string s = 1; }").has_value());
  EXPECT_TRUE(CheckDefinition("JSON", R"({"type":"object"})").has_value());
}

TEST(SchemaDefinition, DifferencesAreShownByLine) {
  EXPECT_EQ(LineDiff("a\nb\nc", "a\nx\nc"), " a\n-b\n+x\n c\n");
  EXPECT_EQ(LineDiff("a", "a"), " a\n");
  EXPECT_TRUE(IsSameDefinition("AVRO", "{\"a\": 1}", "{ \"a\":1 }"));
  EXPECT_FALSE(IsSameDefinition("PROTOBUF", "message A{}", "message A {}"));
}

}  // namespace
}  // namespace firn::services::glue
