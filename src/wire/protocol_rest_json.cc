#include "wire/protocol_rest_json.h"

#include "wire/json_error.h"
#include "wire/rest_binding.h"
#include "wire/shape_access.h"
#include "wire/shape_json.h"

namespace firn::wire {
namespace {

using format::Json;

constexpr JsonOptions kBody{.members = JsonMembers::kBodyOnly};

// A payload member that is a document of its own.
Result<void> ReadPayload(const Member& member, const Headers& headers, const Body& body,
                         void* structure, std::vector<std::string>* missing) {
  if (IsRawPayload(member)) return ReadRawPayload(member, body, structure);
  const MemberPath path{nullptr, member.name};
  if (body.empty()) {
    if (member.required && missing != nullptr) missing->push_back(path.text());
    return {};
  }
  FIRN_TRY(const auto json, ReadJsonDocument(headers, body));
  return FromJsonAt(path, *member.shape, json.root(), SlotOf(member, structure), {}, missing);
}

Body PayloadBody(const Member& member, const void* structure) {
  if (IsRawPayload(member)) return RawPayload(member, structure);
  const void* value = ValueOf(member, structure);
  return value == nullptr ? Body() : Body(ToJson(*member.shape, value).Text());
}

std::string_view ContentTypeOf(const Member& payload) {
  if (payload.shape->type == ShapeType::kString) return "text/plain";
  return IsRawPayload(payload) ? "application/octet-stream" : "application/json";
}

}  // namespace

Result<void> ParseRestJsonRequest(const Route& route, const HttpRequest& request, void* input,
                                  std::vector<std::string>* missing) {
  FIRN_OK(ReadBoundInput(route, request, input, missing));
  const Shape& shape = *route.operation->input;
  if (const Member* payload = PayloadOf(shape)) {
    return ReadPayload(*payload, request.headers, request.body, input, missing);
  }
  if (!HasBodyMembers(shape)) return {};
  FIRN_TRY(const auto json, ReadJsonDocument(request.headers, request.body));
  return FromJson(shape, json.root(), input, kBody, missing);
}

HttpResponse WriteRestJsonResponse(const ServiceModel&, const Route& route, const void* output,
                                   std::string_view) {
  HttpResponse response;
  WriteBoundOutput(*route.operation, output, &response);
  const Shape& shape = *route.operation->output;
  if (const Member* payload = PayloadOf(shape)) {
    response.body = PayloadBody(*payload, output);
    if (!response.headers.Has("Content-Type"))
      response.headers.Add("Content-Type", std::string(ContentTypeOf(*payload)));
    return response;
  }
  if (response.status == 204 || response.status == 304) return response;
  response.headers.Set("Content-Type", "application/json");
  response.body = Body(ToJson(shape, output, kBody).Text());
  return response;
}

HttpResponse WriteRestJsonError(const ServiceModel&, const Route& route, const Error& error,
                                const WireError& wire, std::string_view) {
  HttpResponse response;
  response.status = wire.status;
  response.headers.Add("Content-Type", "application/json");
  response.headers.Add("x-amzn-ErrorType", wire.code);
  if (route.method != "HEAD") response.body = Body(ErrorMembers(error).Text());
  return response;
}

Result<HttpRequest> BuildRestJsonRequest(const ServiceModel&, const Operation& operation,
                                         const void* input, std::string_view idempotency_token) {
  FIRN_TRY(HttpRequest request, BuildBoundRequest(operation, input));
  const Shape& shape = *operation.input;
  if (const Member* payload = PayloadOf(shape)) {
    request.body = PayloadBody(*payload, input);
    if (!request.body.empty() && !request.headers.Has("Content-Type")) {
      request.headers.Add("Content-Type", std::string(ContentTypeOf(*payload)));
    }
  } else if (HasBodyMembers(shape)) {
    Json json = ToJson(shape, input, kBody);
    FillIdempotencyToken(shape, idempotency_token, json);
    request.headers.Set("Content-Type", "application/json");
    request.body = Body(json.Text());
  }
  return request;
}

Result<void> ParseRestJsonResponse(const Operation& operation, const HttpResponse& response,
                                   void* output) {
  FIRN_OK(ReadBoundResponse(operation, response, output));
  const Shape& shape = *operation.output;
  if (const Member* payload = PayloadOf(shape)) {
    return ReadPayload(*payload, response.headers, response.body, output, nullptr);
  }
  if (!HasBodyMembers(shape)) return {};
  FIRN_TRY(const auto json, ReadJsonDocument(response.headers, response.body));
  return FromJson(shape, json.root(), output, kBody);
}

Error ParseRestJsonError(const HttpResponse& response) { return ReadJsonError(response); }

}  // namespace firn::wire
