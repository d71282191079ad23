// Answers one JSON command per line of standard input with one line of JSON, for test_botocore.py:
// reads requests and writes answers of any operation, so that botocore can be put at the other end.
//
//   {"do": "serve", "service", "request", "secret", "now", "output" | "error"}   verify, read the
//   input, answer
//   {"do": "build", "service", "operation", "protocol", "input"}                 the request of our
//   own client
//   {"do": "read", "service", "operation", "protocol", "response"}               what our client
//   makes of an answer
//   {"do": "patterns"}                                                           model patterns our
//   engine refuses
#include <iostream>
#include <set>

#include "api/athena.h"
#include "api/cloudwatch.h"
#include "api/firehose.h"
#include "api/glue.h"
#include "api/iam.h"
#include "api/lakeformation.h"
#include "api/logs.h"
#include "api/s3.h"
#include "api/s3tables.h"
#include "api/sts.h"
#include "base/encoding.h"
#include "wire/aws_chunked.h"
#include "wire/pattern.h"
#include "wire/protocol.h"
#include "wire/shape_access.h"
#include "wire/shape_json.h"
#include "wire/sigv4.h"

namespace firn {
namespace {

using format::Json;
using wire::Shape;
using wire::ShapeType;

constexpr wire::JsonOptions kModelNames{.names = wire::JsonNames::kModel};

std::vector<const wire::ServiceModel*> Models() {
  return {&api::athena::ServiceModel(),        &api::cloudwatch::ServiceModel(),
          &api::firehose::ServiceModel(),      &api::glue::ServiceModel(),
          &api::iam::ServiceModel(),           &api::logs::ServiceModel(),
          &api::lakeformation::ServiceModel(), &api::s3::ServiceModel(),
          &api::s3tables::ServiceModel(),      &api::sts::ServiceModel()};
}

std::string Text(const Json& json, std::string_view key) {
  return std::string(json[key].string_or(""));
}

Json ErrorJson(const Error& error) {
  Json out;
  out.Set("kind", std::string(KindName(error.kind)));
  out.Set("code", error.code);
  out.Set("message", error.message);
  out.Set("status", static_cast<int64_t>(error.http_status));
  Json answer;
  answer.Set("error", std::move(out));
  return answer;
}

Json HeadersJson(const wire::Headers& headers) {
  Json::Array out;
  for (const auto& [name, value] : headers.all()) out.push_back(Json::Array{name, value});
  return out;
}

wire::Headers HeadersOf(const Json& json) {
  wire::Headers headers;
  for (const Json& pair : json.array()) {
    headers.Add(std::string(pair.array().at(0).string_or("")),
                std::string(pair.array().at(1).string_or("")));
  }
  return headers;
}

wire::Body BodyOf(const Json& json) {
  return wire::Body(Base64Decode(Text(json, "body")).value_or(""));
}

// Members that are streams, which JSON leaves out, under "<name>" in base64.
Json StreamsOf(const Shape& shape, const void* value) {
  Json out = Json::Object();
  for (const wire::Member& member : shape.members) {
    if (member.shape->type != ShapeType::kStream) continue;
    out.Set(member.name, Base64Encode(wire::As<wire::Body>(wire::ValueOf(member, value)).bytes()));
  }
  return out;
}

Result<void> Fill(const Shape& shape, const Json& json, void* value) {
  FIRN_OK(wire::FromJson(shape, json, value, kModelNames));
  for (const wire::Member& member : shape.members) {
    if (member.shape->type != ShapeType::kStream) continue;
    const auto bytes = Base64Decode(json[member.name].string_or(""));
    wire::As<wire::Body>(wire::SlotOf(member, value)) = wire::Body(bytes.value_or(""));
  }
  return {};
}

Result<void> Authenticate(const wire::ServiceModel& model, const wire::Route& route,
                          const Json& command, wire::HttpRequest* request) {
  wire::VerifyOptions options;
  options.family = wire::FamilyOf(route.protocol);
  options.style = wire::StyleOf(model.signing_name);
  options.service = model.signing_name;
  options.now = ParseAmzDate(Text(command, "now")).value_or(Time());
  FIRN_TRY(const auto claim, wire::ReadSignature(*request, options.family));
  if (!claim) return {};
  FIRN_TRY(const auto verified,
           wire::SignatureVerifier().Verify(*request, *claim, Text(command, "secret"), options));
  if (!wire::IsAwsChunked(*request)) return {};
  FIRN_TRY(auto chunked, wire::ChunkedOptionsOf(*request, verified));
  std::string decoded;
  FIRN_TRY(const auto trailers, wire::DecodeAwsChunked(request->body, std::move(chunked),
                                                       [&](std::string_view piece) -> Result<void> {
                                                         decoded += piece;
                                                         return {};
                                                       }));
  wire::ReplaceChunkedBody(request, wire::Body(std::move(decoded)), trailers);
  return {};
}

Result<Json> Serve(const wire::ServiceModel& model, const Json& command) {
  const Json& sent = command["request"];
  wire::HttpRequest request;
  request.method = Text(sent, "method");
  request.path = Text(sent, "path");
  request.query = Text(sent, "query");
  request.headers = HeadersOf(sent["headers"]);
  request.body = BodyOf(sent);
  const wire::Route route = wire::FindRoute(model, request);
  FIRN_OK(Authenticate(model, route, command, &request));
  Json answer;
  wire::HttpResponse response;
  FIRN_TRY(const wire::AnyStructure input, wire::ParseRequest(model, route, request));
  answer.Set("operation", std::string(route.operation->name));
  answer.Set("input", wire::ToJson(input.shape(), input.get(), kModelNames));
  answer.Set("streams", StreamsOf(input.shape(), input.get()));
  if (const Json* error = command.Find("error")) {
    const Error failure{Kind::kInvalid, Text(*error, "message"), Text(*error, "code"), 0, {}};
    response = wire::WriteError(model, route, failure, "request-1");
  } else {
    wire::AnyStructure output(*route.operation->output);
    FIRN_OK(Fill(output.shape(), command["output"], output.get()));
    response = wire::WriteResponse(model, route, output.get(), "request-1");
  }
  answer.Set("status", static_cast<int64_t>(response.status));
  answer.Set("headers", HeadersJson(response.headers));
  answer.Set("body", Base64Encode(response.body.bytes()));
  return answer;
}

wire::ClientOptions ClientOptionsOf(const Json& command) {
  const std::string name = Text(command, "protocol");
  wire::ClientOptions options;
  if (name == "json") options.protocol = wire::Protocol::kJson;
  if (name == "query") options.protocol = wire::Protocol::kQuery;
  return options;
}

Result<Json> Client(const wire::ServiceModel& model, const Json& command) {
  const wire::Operation* operation = nullptr;
  for (const wire::Operation& candidate : model.operations) {
    if (candidate.name == Text(command, "operation")) operation = &candidate;
  }
  if (operation == nullptr) return Fail(Kind::kNotFound, "no such operation");
  Json answer;
  if (Text(command, "do") == "build") {
    wire::AnyStructure input(*operation->input);
    FIRN_OK(Fill(input.shape(), command["input"], input.get()));
    FIRN_TRY(const auto request,
             wire::BuildRequest(model, *operation, input.get(), ClientOptionsOf(command)));
    answer.Set("method", request.method);
    answer.Set("path", request.path);
    answer.Set("query", request.query);
    answer.Set("headers", HeadersJson(request.headers));
    answer.Set("body", Base64Encode(request.body.bytes()));
    return answer;
  }
  wire::HttpResponse response;
  response.status = static_cast<int>(command["response"]["status"].integer_or(0));
  response.headers = HeadersOf(command["response"]["headers"]);
  response.body = BodyOf(command["response"]);
  wire::AnyStructure output(*operation->output);
  FIRN_OK(wire::ParseResponse(model, *operation, response, output.get(), ClientOptionsOf(command)));
  answer.Set("output", wire::ToJson(output.shape(), output.get(), kModelNames));
  answer.Set("streams", StreamsOf(output.shape(), output.get()));
  return answer;
}

void CollectPatterns(const Shape& shape, std::set<const Shape*>& seen,
                     std::set<std::string>& refused) {
  if (!seen.insert(&shape).second) return;
  if (!shape.pattern.empty() && !wire::IsPatternSupported(shape.pattern))
    refused.emplace(shape.pattern);
  for (const Shape* part : {shape.element, shape.key}) {
    if (part != nullptr) CollectPatterns(*part, seen, refused);
  }
  for (const wire::Member& member : shape.members) CollectPatterns(*member.shape, seen, refused);
}

Result<Json> Answer(const Json& command) {
  if (Text(command, "do") == "patterns") {
    std::set<const Shape*> seen;
    std::set<std::string> refused;
    for (const auto* model : Models()) {
      for (const auto& operation : model->operations)
        CollectPatterns(*operation.input, seen, refused);
    }
    Json answer;
    answer.Set("shapes", static_cast<int64_t>(seen.size()));
    answer.Set("refused", Json::Array(refused.begin(), refused.end()));
    return answer;
  }
  for (const auto* model : Models()) {
    if (model->id != Text(command, "service")) continue;
    if (Text(command, "do") == "operations") {
      Json::Array names;
      for (const auto& operation : model->operations) names.push_back(std::string(operation.name));
      Json answer;
      answer.Set("operations", std::move(names));
      return answer;
    }
    return Text(command, "do") == "serve" ? Serve(*model, command) : Client(*model, command);
  }
  return Fail(Kind::kNotFound, "no such service");
}

}  // namespace
}  // namespace firn

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto command = firn::format::ParseJson(line);
    const auto answer = command ? firn::Answer(*command)
                                : firn::Result<firn::format::Json>(firn::Fail(command.error()));
    std::cout << (answer ? *answer : firn::ErrorJson(answer.error())).Text() << std::endl;
  }
}
