#include "wire/protocol.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "wire/protocol_cbor.h"
#include "wire/protocol_json.h"
#include "wire/protocol_query.h"
#include "wire/protocol_rest_json.h"
#include "wire/protocol_rest_xml.h"
#include "wire/text.h"
#include "wire/validate.h"
#include "wire/wire_error.h"

namespace firn::wire {
namespace {

struct Interpreter {
  decltype(&ParseJsonRequest) parse_request;
  decltype(&WriteJsonResponse) write_response;
  decltype(&WriteJsonError) write_error;
  decltype(&BuildJsonRequest) build_request;
  decltype(&ParseJsonResponse) parse_response;
  decltype(&ParseJsonError) parse_error;
};

Interpreter InterpreterOf(Protocol protocol) {
  switch (protocol) {
    case Protocol::kJson:
      return {ParseJsonRequest, WriteJsonResponse, WriteJsonError,
              BuildJsonRequest, ParseJsonResponse, ParseJsonError};
    case Protocol::kRestJson:
      return {ParseRestJsonRequest, WriteRestJsonResponse, WriteRestJsonError,
              BuildRestJsonRequest, ParseRestJsonResponse, ParseRestJsonError};
    case Protocol::kRestXml:
      return {ParseRestXmlRequest, WriteRestXmlResponse, WriteRestXmlError,
              BuildRestXmlRequest, ParseRestXmlResponse, ParseRestXmlError};
    case Protocol::kQuery:
      return {ParseQueryRequest, WriteQueryResponse, WriteQueryError,
              BuildQueryRequest, ParseQueryResponse, ParseQueryError};
    case Protocol::kRpcV2Cbor: break;
  }
  return {ParseCborRequest, WriteCborResponse, WriteCborError,
          BuildCborRequest, ParseCborResponse, ParseCborError};
}

Protocol ClientProtocol(const ServiceModel& model, const ClientOptions& options) {
  if (options.protocol) return *options.protocol;
  return model.protocols.empty() ? Protocol::kJson : model.protocols.front();
}

void AddRequestId(Protocol protocol, std::string_view request_id, HttpResponse* response) {
  if (protocol == Protocol::kRestXml) {
    response->headers.Set("x-amz-request-id", std::string(request_id));
    response->headers.Set("x-amz-id-2", Base64Encode(Sha256(request_id)));
  } else {
    response->headers.Set("x-amzn-RequestId", std::string(request_id));
  }
}

// Operations that demand a checksum take Content-MD5 when the caller gave no other.
Result<void> AddChecksum(HttpRequest* request) {
  for (const auto& [name, value] : request->headers.all()) {
    const std::string lower = ToLower(name);
    if (lower == "content-md5" || (lower.starts_with("x-amz-checksum-") && !value.empty()))
      return {};
  }
  FIRN_TRY(const std::string bytes, request->body.Read());
  request->headers.Add("Content-MD5", Base64Encode(Md5(bytes)));
  return {};
}

}  // namespace

Result<AnyStructure> ParseRequest(const ServiceModel& model, const Route& route,
                                  const HttpRequest& request) {
  if (route.outcome != Route::Outcome::kFound) return Fail(RouteError(model, route));
  AnyStructure input(*route.operation->input);
  std::vector<std::string> missing;
  FIRN_OK(InterpreterOf(route.protocol).parse_request(route, request, input.get(), &missing));
  if (!missing.empty())
    return Fail(ValidationError(model, FindViolations(input.shape(), input.get(), missing)));
  return input;
}

HttpResponse WriteResponse(const ServiceModel& model, const Route& route, const void* output,
                           std::string_view request_id) {
  HttpResponse response =
      InterpreterOf(route.protocol).write_response(model, route, output, request_id);
  AddRequestId(route.protocol, request_id, &response);
  return response;
}

HttpResponse WriteError(const ServiceModel& model, const Route& route, const Error& error,
                        std::string_view request_id) {
  const WireError wire = WireErrorOf(model, route.protocol, error);
  HttpResponse response =
      InterpreterOf(route.protocol).write_error(model, route, error, wire, request_id);
  AddRequestId(route.protocol, request_id, &response);
  return response;
}

Result<HttpRequest> BuildRequest(const ServiceModel& model, const Operation& operation,
                                 const void* input, const ClientOptions& options) {
  const Interpreter interpreter = InterpreterOf(ClientProtocol(model, options));
  FIRN_TRY(HttpRequest request,
           interpreter.build_request(model, operation, input, options.idempotency_token));
  if (operation.http_checksum_required) FIRN_OK(AddChecksum(&request));
  return request;
}

Result<void> ParseResponse(const ServiceModel& model, const Operation& operation,
                           const HttpResponse& response, void* output,
                           const ClientOptions& options) {
  const Interpreter interpreter = InterpreterOf(ClientProtocol(model, options));
  if (response.status < 200 || response.status >= 300)
    return Fail(interpreter.parse_error(response));
  auto read = interpreter.parse_response(operation, response, output);
  if (read) return {};
  if (read.error().kind != Kind::kInvalid)
    return Fail(std::move(read).error());  // an error under a good status
  return Fail(Kind::kCorrupt, "the answer to " + std::string(operation.name) +
                                  " cannot be read: " + read.error().message);
}

}  // namespace firn::wire
