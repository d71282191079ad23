#include "wire/protocol_json.h"

#include "wire/document.h"
#include "wire/json_error.h"
#include "wire/shape_access.h"
#include "wire/shape_json.h"

namespace firn::wire {

using format::Json;

Result<void> ParseJsonRequest(const Route& route, const HttpRequest& request, void* input,
                              std::vector<std::string>* missing) {
  FIRN_TRY(const auto json, ReadJsonDocument(request.headers, request.body));
  return FromJson(*route.operation->input, json.root(), input, {}, missing);
}

HttpResponse WriteJsonResponse(const ServiceModel&, const Route& route, const void* output,
                               std::string_view) {
  HttpResponse response;
  response.headers.Add("Content-Type", "application/x-amz-json-" + route.json_version);
  response.body = Body(ToJson(*route.operation->output, output).Text());
  return response;
}

HttpResponse WriteJsonError(const ServiceModel& model, const Route& route, const Error& error,
                            const WireError& wire, std::string_view) {
  HttpResponse response;
  response.status = wire.status;
  response.headers.Add("Content-Type", "application/x-amz-json-" + route.json_version);
  response.headers.Add("x-amzn-ErrorType", wire.code);
  if (model.query_compatible) response.headers.Add("x-amzn-query-error", QueryErrorHeader(wire));
  Json json = ErrorMembers(error);
  json.mutable_object().insert(json.mutable_object().begin(), {"__type", wire.code});
  response.body = Body(json.Text());
  return response;
}

Result<HttpRequest> BuildJsonRequest(const ServiceModel& model, const Operation& operation,
                                     const void* input, std::string_view idempotency_token) {
  HttpRequest request;
  request.method = "POST";
  request.headers.Add("Content-Type",
                      "application/x-amz-json-" +
                          (model.json_version.empty() ? "1.1" : std::string(model.json_version)));
  request.headers.Add("X-Amz-Target",
                      std::string(model.target_prefix) + "." + std::string(operation.name));
  if (model.query_compatible) request.headers.Add("x-amzn-query-mode", "true");
  Json json = ToJson(*operation.input, input);
  FillIdempotencyToken(*operation.input, idempotency_token, json);
  request.body = Body(json.Text());
  return request;
}

Result<void> ParseJsonResponse(const Operation& operation, const HttpResponse& response,
                               void* output) {
  FIRN_TRY(const auto json, ReadJsonDocument(response.headers, response.body));
  return FromJson(*operation.output, json.root(), output);
}

Error ParseJsonError(const HttpResponse& response) { return ReadJsonError(response); }

}  // namespace firn::wire
