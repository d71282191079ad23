#include "iceberg/rest_protocol.h"

#include <gtest/gtest.h>

namespace firn::iceberg::rest {
namespace {

wire::HttpRequest Asked(const std::string& query, const std::string& body = "") {
  wire::HttpRequest request;
  request.method = "GET";
  request.path = "/iceberg/v1/x";
  request.query = query;
  request.body = wire::Body(body);
  return request;
}

TEST(RestProtocol, PathsAreSplitBeforeTheyAreDecoded) {
  EXPECT_EQ(*SegmentsOf("/iceberg/v1/a%2Fb/namespaces/n%20s"),
            (std::vector<std::string>{"a/b", "namespaces", "n s"}));
  EXPECT_TRUE(SegmentsOf("/iceberg/v1/")->empty());
  EXPECT_EQ(SegmentsOf("/iceberg/v2/a").error().code, "UnsupportedOperationException");
  EXPECT_EQ(SegmentsOf("/iceberg/v1/%zz").error().code, "BadRequestException");
}

TEST(RestProtocol, PagesAreAskedForByPositiveNumbers) {
  EXPECT_EQ(*PagingOf(Asked("pageToken=t&pageSize=7"))->token, "t");
  EXPECT_EQ(*PagingOf(Asked("pageSize=999999"))->size, 1000);
  EXPECT_FALSE(PagingOf(Asked("pageToken="))->token.has_value());
  for (const char* bad : {"pageSize=0", "pageSize=-1", "pageSize=x", "pageSize=7x"}) {
    EXPECT_EQ(PagingOf(Asked(bad)).error().code, "BadRequestException") << bad;
  }
}

TEST(RestProtocol, MalformedBodiesNameTheMember) {
  for (const char* bad : {"", "[]", "{", "7"}) {
    EXPECT_EQ(BodyOf(Asked("", bad)).error().code, "BadRequestException") << bad;
  }
  const auto refused = [](const char* text) {
    return CreateRequestOf(*format::ParseJson(text)).error().message;
  };
  EXPECT_NE(refused(R"({})").find("name"), std::string::npos);
  EXPECT_NE(refused(R"({"name":"t"})").find("schema"), std::string::npos);
  constexpr const char* kSchema = R"({"name":"t","schema":{"type":"struct","fields":[]},)";
  EXPECT_NE(refused((std::string(kSchema) + R"("properties":{"a":1}})").c_str()).find("property a"),
            std::string::npos);
  EXPECT_NE(refused((std::string(kSchema) + R"("partition-spec":{}})").c_str()).find("partition"),
            std::string::npos);
}

TEST(RestProtocol, ErrorsCarryTypeAndStatus) {
  const auto typed = ErrorResponse(Error{Kind::kNotFound, "no", "NoSuchViewException", 404, {}});
  EXPECT_EQ(typed.status, 404);
  EXPECT_NE(typed.body.bytes().find("NoSuchViewException"), std::string_view::npos);
  const auto bare = ErrorResponse(Error{Kind::kUnknownOutcome, "maybe", "", 0, {}});
  EXPECT_EQ(bare.status, 500);
  EXPECT_NE(bare.body.bytes().find("CommitStateUnknownException"), std::string_view::npos);
  wire::HttpRequest head = Asked("");
  head.method = "HEAD";
  const auto answer = ResponseTo(head, BadRequest("no"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.body.empty());
}

}  // namespace
}  // namespace firn::iceberg::rest
