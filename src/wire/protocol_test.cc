#include "wire/protocol.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "format/compress.h"
#include "wire/s3_host.h"
#include "wire/testing/shapes.h"
#include "wire/wire_error.h"

namespace firn::wire {
namespace {

using testing::Everything;
using testing::ModelFor;
using testing::Upload;

HttpRequest Request(std::string method, std::string target, std::string body = {}) {
  HttpRequest request;
  request.method = std::move(method);
  const size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.body = Body(std::move(body));
  return request;
}

HttpRequest JsonRequest(std::string_view target, std::string body) {
  HttpRequest request = Request("POST", "/", std::move(body));
  request.headers.Add("X-Amz-Target", std::string(target));
  return request;
}

const Operation& OperationNamed(std::string_view name) {
  for (const Operation& operation : testing::kOperations) {
    if (operation.name == name) return operation;
  }
  std::abort();
}

Everything Sample() {
  Everything value;
  value.id = "abc";
  value.count = 7;
  value.data = "\xFFx";
  value.created = FromEpochMicros(1763706540000000);
  value.words = std::vector<std::string>{"a", "b"};
  value.items = std::vector<testing::Item>{{"x", " one <&> "}, {"y", std::nullopt}};
  value.flat = std::vector<std::string>{"c", "d"};
  value.tags = std::map<std::string, std::string>{{"k", "v"}};
  return value;
}

void ExpectSample(const Everything& value) {
  const Everything sample = Sample();
  EXPECT_EQ(value.id, sample.id);
  EXPECT_EQ(value.count, sample.count);
  EXPECT_EQ(value.data, sample.data);
  EXPECT_EQ(value.created, sample.created);
  EXPECT_EQ(value.words, sample.words);
  ASSERT_TRUE(value.items && value.items->size() == 2);
  EXPECT_EQ((*value.items)[0].note, (*sample.items)[0].note);
  EXPECT_EQ(value.flat, sample.flat);
  EXPECT_EQ(value.tags, sample.tags);
  EXPECT_FALSE(value.flag);
}

// What one side writes the other reads, in every protocol; a failure arrives with its code, message
// and status.
class EveryProtocol : public ::testing::TestWithParam<Protocol> {};

TEST_P(EveryProtocol, CarriesInputOutputAndErrors) {
  const Protocol protocols[] = {GetParam()};
  const ServiceModel model = ModelFor(protocols);
  const Operation& keep = OperationNamed("Keep");
  Operation named = keep;  // rest-xml names its roots
  named.input_element = named.output_element = "Everything";
  ServiceModel one = model;
  if (GetParam() == Protocol::kRestXml) one.operations = {&named, 1};
  const Operation& operation = one.operations.front();

  const Everything sample = Sample();
  const auto request = BuildRequest(one, operation, &sample);
  ASSERT_TRUE(request) << request.error().message;
  const Route route = FindRoute(one, *request);
  ASSERT_EQ(route.outcome, Route::Outcome::kFound);
  EXPECT_EQ(route.operation, &operation);
  auto input = ParseRequest(one, route, *request);
  ASSERT_TRUE(input) << input.error().message;
  ExpectSample(*static_cast<const Everything*>(input->get()));

  const HttpResponse response = WriteResponse(one, route, &sample, "req-1");
  EXPECT_EQ(response.status, 200);
  Everything output;
  const auto read = ParseResponse(one, operation, response, &output);
  ASSERT_TRUE(read) << read.error().message;
  ExpectSample(output);

  const Error error{Kind::kNotFound, "No thing <x>", "ThingNotFound", 0, {{"Thing", "x"}}};
  const HttpResponse failed = WriteError(one, route, error, "req-2");
  EXPECT_EQ(failed.status, 404);
  const auto answer = ParseResponse(one, operation, failed, &output);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "No thing <x>");
  EXPECT_EQ(answer.error().kind, Kind::kNotFound);
  EXPECT_EQ(answer.error().http_status, 404);
  const bool short_code = GetParam() == Protocol::kQuery || GetParam() == Protocol::kRestXml;
  EXPECT_EQ(answer.error().code, short_code ? "ThingNotFound" : "ThingNotFoundException");
  const auto& fields = answer.error().fields;
  EXPECT_NE(std::ranges::find(fields, std::pair<std::string, std::string>("Thing", "x")),
            fields.end());
}

TEST_P(EveryProtocol, RefusesGarbageWithoutFalling) {
  const Protocol protocols[] = {GetParam()};
  const ServiceModel model = ModelFor(protocols);
  const Everything sample = Sample();
  const Operation& keep = OperationNamed("Keep");
  const auto request = BuildRequest(model, keep, &sample);
  ASSERT_TRUE(request);
  const std::string whole(request->body.bytes());
  for (size_t size = 1; size < whole.size(); ++size) {
    HttpRequest cut = *request;
    cut.body = Body(whole.substr(0, size));
    const Route route = FindRoute(model, cut);
    const auto input = ParseRequest(model, route, cut);
    if (!input) {
      EXPECT_FALSE(input.error().code.empty());
    }
  }
  for (const char* garbage : {"\xFF\xFE", "<", "{", "<a><b></a>", "%%%=%", "]]]]",
                              "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}) {
    HttpResponse response;
    response.body = Body(std::string(garbage));
    Everything output;
    const auto read = ParseResponse(model, keep, response, &output);
    if (!read) {
      EXPECT_EQ(read.error().kind, Kind::kCorrupt);
    }
    response.status = 503;
    const auto failed = ParseResponse(model, keep, response, &output);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, Kind::kUnavailable);
    EXPECT_EQ(failed.error().code, "503");
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryProtocol,
                         ::testing::Values(Protocol::kJson, Protocol::kRestJson, Protocol::kRestXml,
                                           Protocol::kQuery, Protocol::kRpcV2Cbor));

TEST(ProtocolJson, TellsKnownFromUnknown) {
  const ServiceModel model = ModelFor(testing::kJsonOnly);
  const auto outcome = [&](std::string_view target) {
    return FindRoute(model, JsonRequest(target, "{}")).outcome;
  };
  EXPECT_EQ(outcome("Things_2026.Keep"), Route::Outcome::kFound);
  EXPECT_EQ(outcome("Things_2026.Forget"), Route::Outcome::kUnimplemented);
  EXPECT_EQ(outcome("Things_2026.Nothing"), Route::Outcome::kUnknown);
  EXPECT_EQ(outcome("Other.Keep"), Route::Outcome::kUnknown);
  EXPECT_EQ(outcome("Keep"), Route::Outcome::kUnknown);
  EXPECT_EQ(FindRoute(model, Request("POST", "/")).outcome, Route::Outcome::kUnknown);

  const Route unknown = FindRoute(model, JsonRequest("Things_2026.Nothing", "{}"));
  EXPECT_EQ(RouteError(model, unknown).code, "UnknownOperationException");
  const Route missing = FindRoute(model, JsonRequest("Things_2026.Forget", "{}"));
  const HttpResponse response = WriteError(model, missing, RouteError(model, missing), "r");
  EXPECT_EQ(response.status, 501);
  EXPECT_NE(response.body.bytes().find("\"NotImplementedException\""), std::string::npos);
  EXPECT_NE(response.body.bytes().find("Forget"), std::string::npos);
}

TEST(ProtocolJson, AnswersInTheVersionAsked) {
  const ServiceModel model = ModelFor(testing::kJsonOnly);
  HttpRequest request = JsonRequest("Things_2026.Keep", R"({"Id":"a"})");
  request.headers.Add("Content-Type", "application/x-amz-json-1.0; charset=utf-8");
  const Route route = FindRoute(model, request);
  const Everything sample = Sample();
  const HttpResponse response = WriteResponse(model, route, &sample, "req");
  EXPECT_EQ(response.headers.Get("Content-Type"), "application/x-amz-json-1.0");
  EXPECT_EQ(response.headers.Get("x-amzn-RequestId"), "req");
  const HttpResponse error = WriteError(model, route, {Kind::kDenied, "User: x", "", 0, {}}, "req");
  EXPECT_EQ(error.status, 400);
  EXPECT_EQ(error.body.bytes(),
            R"({"__type":"AccessDeniedException","message":"User: x","Message":"User: x"})");
}

TEST(ProtocolJson, AbsentAndWrongMembers) {
  const ServiceModel model = ModelFor(testing::kJsonOnly);
  const auto error = [&](std::string body) {
    const HttpRequest request = JsonRequest("Things_2026.Keep", std::move(body));
    const auto input = ParseRequest(model, FindRoute(model, request), request);
    return input ? Error{.message = "read"} : input.error();
  };
  EXPECT_EQ(error("").message,
            "1 validation error detected: Value at 'id' failed to satisfy constraint: Member must "
            "not be null");
  EXPECT_EQ(error(R"({"Color":"BLUE","Items":[{}]})").message,
            "3 validation errors detected: Value at 'id' failed to satisfy constraint: Member must "
            "not be null; Value at "
            "'items.1.member.name' failed to satisfy constraint: Member must not be null; Value "
            "'BLUE' at 'color' failed "
            "to satisfy constraint: Member must satisfy enum value set: [RED, GREEN]");
  EXPECT_EQ(error("{").code, "SerializationException");
  EXPECT_EQ(error("5").code, "SerializationException");
  EXPECT_EQ(error(R"({"Id":["a"]})").code, "SerializationException");
  EXPECT_EQ(error(std::string(100000, '[')).code, "SerializationException");
  EXPECT_EQ(error(R"({"Id":"a"})").message, "read");
}

TEST(ProtocolJson, ReadsCompressedBodies) {
  const ServiceModel model = ModelFor(testing::kJsonOnly);
  HttpRequest request = JsonRequest("Things_2026.Keep", format::GzipCompress(R"({"Id":"zip"})"));
  request.headers.Add("Content-Encoding", "gzip");
  auto input = ParseRequest(model, FindRoute(model, request), request);
  ASSERT_TRUE(input) << input.error().message;
  EXPECT_EQ(static_cast<Everything*>(input->get())->id, "zip");
  request.body = Body("not gzip");
  EXPECT_EQ(ParseRequest(model, FindRoute(model, request), request).error().code,
            "SerializationException");
}

TEST(ProtocolJson, FillsIdempotencyTokens) {
  const ServiceModel model = ModelFor(testing::kJsonOnly);
  Everything value = Sample();
  const auto body = [&] {
    return std::string(
        BuildRequest(model, OperationNamed("Keep"), &value, {.idempotency_token = "tok"})
            ->body.bytes());
  };
  EXPECT_NE(body().find(R"("Token":"tok")"), std::string::npos);
  value.token = "mine";
  EXPECT_NE(body().find(R"("Token":"mine")"), std::string::npos);
}

TEST(ProtocolsOfOneService, AreToldApartByTheRequest) {
  const ServiceModel model = ModelFor(testing::kThreeProtocols);
  EXPECT_EQ(FindRoute(model, JsonRequest("Things_2026.Keep", "{}")).protocol, Protocol::kJson);
  const Route query = FindRoute(model, Request("POST", "/", "Action=Keep&Version=2026-01-01&Id=a"));
  EXPECT_EQ(query.protocol, Protocol::kQuery);
  EXPECT_EQ(query.outcome, Route::Outcome::kFound);
  HttpRequest request = Request("POST", "/service/Things_2026/operation/Keep", "\xA0");
  request.headers.Add("smithy-protocol", "rpc-v2-cbor");
  const Route cbor = FindRoute(model, request);
  EXPECT_EQ(cbor.protocol, Protocol::kRpcV2Cbor);
  EXPECT_EQ(cbor.outcome, Route::Outcome::kFound);
  EXPECT_EQ(FindRoute(model, Request("POST", "/service/Other/operation/Keep")).outcome,
            Route::Outcome::kUnknown);

  const Error error{Kind::kNotFound, "gone", "ThingNotFound", 0, {}};
  for (const Route& route : {FindRoute(model, JsonRequest("Things_2026.Keep", "{}")), cbor}) {
    const HttpResponse response = WriteError(model, route, error, "r");
    EXPECT_EQ(response.headers.Get("x-amzn-query-error"), "ThingNotFound;Sender");
  }
}

TEST(ProtocolQuery, RefusesInAwsWords) {
  const ServiceModel model = ModelFor(testing::kQueryOnly);
  const auto error = [&](std::string body) {
    const Route route = FindRoute(model, Request("POST", "/", std::move(body)));
    return RouteError(model, route);
  };
  EXPECT_EQ(error("Action=Nothing&Version=2026-01-01").message,
            "Could not find operation Nothing for version 2026-01-01");
  EXPECT_EQ(error("Action=Keep&Version=2001-01-01").message,
            "Could not find operation Keep for version 2001-01-01");
  EXPECT_EQ(error("Action=Nothing").message, "Could not find operation Nothing for version NO_VERSION_SPECIFIED");
  EXPECT_EQ(error("").code, "MissingAction");
  EXPECT_EQ(error("Action=Forget&Version=2026-01-01").code, "NotImplemented");
  const Route get = FindRoute(model, Request("GET", "/?Action=Keep&Id=a&Version=2026-01-01"));
  EXPECT_EQ(get.outcome, Route::Outcome::kFound);
  const HttpResponse response = WriteError(model, get, {Kind::kDenied, "a < b", "", 0, {}}, "r1");
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.headers.Get("Content-Type"), "text/xml");
  EXPECT_EQ(
      response.body.bytes(),
      "<ErrorResponse "
      "xmlns=\"https://things.example/doc/\"><Error><Type>Sender</Type><Code>AccessDenied</Code>"
      "<Message>a &lt; b</Message></Error><RequestId>r1</RequestId></ErrorResponse>");
}

TEST(ProtocolQuery, WritesResults) {
  const ServiceModel model = ModelFor(testing::kQueryOnly);
  const Route route = FindRoute(model, Request("POST", "/", "Action=Keep&Version=2026-01-01"));
  Everything value;
  value.id = "a";
  value.words = std::vector<std::string>{"x", "y"};
  value.flat = std::vector<std::string>{"z"};
  value.tags = std::map<std::string, std::string>{{"k", "v"}};
  EXPECT_EQ(
      WriteResponse(model, route, &value, "r1").body.bytes(),
      "<KeepResponse "
      "xmlns=\"https://things.example/doc/\"><KeepResult><Id>a</Id><Words><member>x</member>"
      "<member>y</member></Words><Flat>z</Flat><Tags><entry><key>k</key><value>v</value></entry></"
      "Tags>"
      "</KeepResult><ResponseMetadata><RequestId>r1</RequestId></ResponseMetadata></KeepResponse>");
}

TEST(ProtocolRest, FindsTheMostSpecificOperation) {
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  const auto name = [&](std::string method, std::string target) {
    return FindRoute(model, Request(std::move(method), std::move(target))).name;
  };
  EXPECT_EQ(name("GET", "/b"), "ListOld");
  EXPECT_EQ(name("GET", "/b/"), "ListOld");
  EXPECT_EQ(name("GET", "/b?list-type=2&prefix=x"), "List");
  EXPECT_EQ(name("GET", "/b?list-type=3"), "ListOld");
  EXPECT_EQ(name("GET", "/b/k"), "Get");
  EXPECT_EQ(name("GET", "/b//k//"), "Get");
  EXPECT_EQ(name("GET", "/names/b"), "Names");
  EXPECT_EQ(name("PUT", "/b/k"), "Put");
  EXPECT_EQ(name("PUT", "/b/k?acl"), "PutAcl");
  EXPECT_EQ(name("PUT", "/b/k?x-id=PutObject"), "Put");
  const Route missing = FindRoute(model, Request("PUT", "/b/k?acl"));
  EXPECT_EQ(missing.outcome, Route::Outcome::kUnimplemented);
  EXPECT_EQ(RouteError(model, missing).http_status, 501);
  EXPECT_NE(RouteError(model, missing).message.find("PutAcl"), std::string::npos);
  const Route unknown = FindRoute(model, Request("PATCH", "/b/k"));
  EXPECT_EQ(RouteError(model, unknown).code, "MethodNotAllowed");
  EXPECT_EQ(RouteError(model, unknown).http_status, 405);
  const ServiceModel json = ModelFor(testing::kRestJsonOnly);
  const Route nowhere = FindRoute(json, Request("PATCH", "/x"));
  EXPECT_EQ(WriteError(json, nowhere, RouteError(json, nowhere), "r").status, 404);
}

TEST(ProtocolRest, SplitsBeforeItDecodes) {
  const ServiceModel model = ModelFor(testing::kRestJsonOnly);
  const Route one = FindRoute(model, Request("GET", "/names/arn%3Aaws%3Ax%2Fy"));
  ASSERT_EQ(one.labels.size(), 1u);
  EXPECT_EQ(one.labels[0].value, "arn:aws:x/y");
  const Route raw = FindRoute(model, Request("GET", "/names/arn:aws:x%2Fy"));
  EXPECT_EQ(raw.labels[0].value, "arn:aws:x/y");
  const Route greedy = FindRoute(model, Request("GET", "/b/a%2Fb/c+d%20e%zz/"));
  EXPECT_EQ(greedy.labels[1].value, "a/b/c+d e%zz/");
}

TEST(ProtocolRest, FindsTheBucketInTheHost) {
  EXPECT_EQ(BucketOfHost("b.s3.us-east-1.amazonaws.com"), "b");
  EXPECT_EQ(BucketOfHost("a.b.s3.amazonaws.com:443"), "a.b");
  EXPECT_EQ(BucketOfHost("b.s3-us-west-2.amazonaws.com"), "b");
  EXPECT_EQ(BucketOfHost("b.localhost:4566"), "b");
  EXPECT_EQ(BucketOfHost("B.S3.localhost"), "b");
  for (const char* host :
       {"localhost:4566", "s3.localhost", "127.0.0.1:4566", "s3.us-east-1.amazonaws.com",
        "[::1]:80", "s3.amazonaws.com", "example.com", ""}) {
    EXPECT_EQ(BucketOfHost(host), std::nullopt) << host;
  }
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  HttpRequest request = Request("GET", "/k");
  request.headers.Add("Host", "b.s3.localhost:4566");
  const Route route = FindRoute(model, request);
  EXPECT_EQ(route.name, "Get");
  EXPECT_EQ(route.labels[0].value, "b");
  request.path = "/";
  EXPECT_EQ(FindRoute(model, request).name, "ListOld");
}

TEST(ProtocolRest, BindsPathQueryHeadersAndBody) {
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  HttpRequest request = Request("PUT", "/b/a%20b?partNumber=7&partNumber=8", "bytes");
  request.headers.Add("content-type", "text/plain");
  request.headers.Add("X-Amz-Meta-One", "1");
  request.headers.Add("x-amz-meta-TWO", "2");
  request.headers.Add("If-Modified-Since", "not a date");
  auto input = ParseRequest(model, FindRoute(model, request), request);
  ASSERT_TRUE(input) << input.error().message;
  const auto& upload = *static_cast<const Upload*>(input->get());
  EXPECT_EQ(upload.key, "a b");
  EXPECT_EQ(upload.type, "text/plain");
  EXPECT_EQ(upload.part, 7);
  EXPECT_EQ(upload.metadata, (std::map<std::string, std::string>{{"one", "1"}, {"two", "2"}}));
  EXPECT_FALSE(upload.since);
  EXPECT_EQ(upload.body.bytes(), "bytes");
  request.query = "partNumber=x";
  const auto refused = ParseRequest(model, FindRoute(model, request), request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "InvalidArgument");
}

TEST(ProtocolRest, WritesHeadersAndStreams) {
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  Upload upload;
  upload.bucket = "b";
  upload.key = "a b/\xC3\xA9+";
  upload.metadata = std::map<std::string, std::string>{{"k", "v\r\nX-Evil: 1"}};
  upload.since = FromEpochMicros(1763706540000000);
  upload.part = 3;
  upload.body = Body("bytes");
  const auto request = BuildRequest(model, OperationNamed("Put"), &upload);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->path, "/b/a%20b/%C3%A9%2B");
  EXPECT_EQ(request->query, "partNumber=3");
  EXPECT_EQ(request->headers.Get("If-Modified-Since"), "Fri, 21 Nov 2025 06:29:00 GMT");
  EXPECT_EQ(request->headers.Get("x-amz-meta-k"), "v  X-Evil: 1");
  EXPECT_EQ(request->body.bytes(), "bytes");
  const Route route = FindRoute(model, *request);
  const HttpResponse response = WriteResponse(model, route, &upload, "r1");
  EXPECT_EQ(response.headers.Get("Content-Type"), "binary/octet-stream");
  EXPECT_EQ(response.headers.Get("x-amz-request-id"), "r1");
  Upload back;
  ASSERT_TRUE(ParseResponse(model, OperationNamed("Put"), response, &back));
  EXPECT_EQ(back.body.bytes(), "bytes");
  EXPECT_EQ(back.since, upload.since);
  upload.key.clear();
  EXPECT_FALSE(BuildRequest(model, OperationNamed("Put"), &upload));
}

TEST(ProtocolRestXml, AddsTheChecksumAnOperationDemands) {
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  Operation put = OperationNamed("Put");
  put.http_checksum_required = true;
  Upload upload;
  upload.bucket = "b";
  upload.key = "k";
  upload.body = Body("hello");
  EXPECT_EQ(BuildRequest(model, put, &upload)->headers.Get("Content-MD5"),
            "XUFAKrxLKna5cZ2REBfFkg==");
}

TEST(ProtocolRestXml, ErrorsOfS3) {
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  const Error error{
      Kind::kNotFound, "The specified key does not exist.", "NoSuchKey", 404, {{"Key", "k"}}};
  const HttpResponse response =
      WriteError(model, FindRoute(model, Request("GET", "/b/k")), error, "r1");
  EXPECT_EQ(response.status, 404);
  EXPECT_TRUE(response.body.bytes().starts_with(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The "
      "specified key does not "
      "exist.</Message><Key>k</Key><Resource>/b/k</Resource><RequestId>r1</RequestId><HostId>"));
  const HttpResponse head =
      WriteError(model, FindRoute(model, Request("HEAD", "/b/k")), error, "r1");
  EXPECT_EQ(head.status, 404);
  EXPECT_TRUE(head.body.empty());
  Upload output;
  const auto read = ParseResponse(model, OperationNamed("Get"), head, &output);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "404");
  EXPECT_EQ(read.error().message, "Not Found");
  EXPECT_EQ(read.error().kind, Kind::kNotFound);
}

TEST(ProtocolRestXml, AnErrorUnderAGoodStatusIsAnError) {
  const ServiceModel model = ModelFor(testing::kRestXmlOnly);
  HttpResponse response;
  response.body = Body("<Error><Code>InternalError</Code><Message>late</Message></Error>");
  Everything output;
  const auto read = ParseResponse(model, OperationNamed("Keep"), response, &output);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, "InternalError");
  EXPECT_EQ(read.error().kind, Kind::kInternal);
}

TEST(WireError, CodesByKind) {
  const auto wire = [](std::span<const Protocol> protocols, Kind kind) {
    const auto out = WireErrorOf(ModelFor(protocols), protocols.front(), {kind, "", "", 0, {}});
    return out.code + " " + std::to_string(out.status);
  };
  EXPECT_EQ(wire(testing::kJsonOnly, Kind::kDenied), "AccessDeniedException 400");
  EXPECT_EQ(wire(testing::kRestJsonOnly, Kind::kDenied), "AccessDeniedException 403");
  EXPECT_EQ(wire(testing::kQueryOnly, Kind::kDenied), "AccessDenied 403");
  EXPECT_EQ(wire(testing::kRestXmlOnly, Kind::kThrottled), "SlowDown 503");
  EXPECT_EQ(wire(testing::kJsonOnly, Kind::kThrottled), "ThrottlingException 400");
  EXPECT_EQ(wire(testing::kJsonOnly, Kind::kUnavailable), "ServiceUnavailable 503");
  EXPECT_EQ(wire(testing::kQueryOnly, Kind::kInternal), "InternalFailure 500");
  EXPECT_EQ(wire(testing::kRestXmlOnly, Kind::kUnsupported), "NotImplemented 501");
  EXPECT_EQ(wire(testing::kJsonOnly, Kind::kNotFound),
            "EntityNotFoundException 400");  // the model's own
  ServiceModel lake = ModelFor(testing::kRestJsonOnly);
  lake.id = "lakeformation";
  EXPECT_EQ(WireErrorOf(lake, Protocol::kRestJson, {Kind::kDenied, "", "", 0, {}}).status, 400);
}

TEST(WireError, KindsByCode) {
  EXPECT_EQ(KindOfCode("EntityNotFoundException", 400), Kind::kNotFound);
  EXPECT_EQ(KindOfCode("NoSuchBucket", 404), Kind::kNotFound);
  EXPECT_EQ(KindOfCode("AlreadyExistsException", 400), Kind::kExists);
  EXPECT_EQ(KindOfCode("ConcurrentModificationException", 400), Kind::kConflict);
  EXPECT_EQ(KindOfCode("ThrottlingException", 400), Kind::kThrottled);
  EXPECT_EQ(KindOfCode("AccessDenied", 403), Kind::kDenied);
  EXPECT_EQ(KindOfCode("ExpiredToken", 403), Kind::kUnauthenticated);
  EXPECT_EQ(KindOfCode("Whatever", 500), Kind::kInternal);
  EXPECT_EQ(KindOfCode("Whatever", 503), Kind::kUnavailable);
  EXPECT_EQ(KindOfCode("Whatever", 400), Kind::kInvalid);
  EXPECT_EQ(PlainErrorCode("com.amazon#ThingGone:http://x/"), "ThingGone");
}

}  // namespace
}  // namespace firn::wire
