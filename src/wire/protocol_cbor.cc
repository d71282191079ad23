#include "wire/protocol_cbor.h"

#include "format/cbor.h"
#include "wire/document.h"
#include "wire/json_error.h"
#include "wire/shape_cbor.h"

namespace firn::wire {
namespace {

constexpr std::string_view kMediaType = "application/cbor";

Headers CborHeaders() {
  Headers headers;
  headers.Add("smithy-protocol", "rpc-v2-cbor");
  headers.Add("Content-Type", std::string(kMediaType));
  return headers;
}

// Text members of an error's map; everything else is passed over.
Result<Error> ReadErrorMap(std::string_view bytes, int status, std::string code) {
  format::CborReader cbor(bytes);
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
  FIRN_TRY(const auto count, cbor.EnterMap());
  for (uint64_t i = 0; !count || i < *count; ++i) {
    if (!count) {
      FIRN_TRY(const bool ended, cbor.Break());
      if (ended) break;
    }
    FIRN_TRY(std::string name, cbor.Text());
    FIRN_TRY(const format::CborType type, cbor.Peek());
    if (type != format::CborType::kText) {
      FIRN_OK(cbor.Skip());
      continue;
    }
    FIRN_TRY(std::string text, cbor.Text());
    if (name == "__type") {
      if (code.empty()) code = std::move(text);
    } else if (name == "message" || name == "Message") {
      message = std::move(text);
    } else {
      fields.emplace_back(std::move(name), std::move(text));
    }
  }
  Error error = AnsweredError(code, std::move(message), status);
  error.fields = std::move(fields);
  return error;
}

}  // namespace

Result<void> ParseCborRequest(const Route& route, const HttpRequest& request, void* input,
                              std::vector<std::string>* missing) {
  const auto bytes = ReadDocument(request.headers, request.body);
  if (!bytes)
    return Fail(Error{Kind::kInvalid, bytes.error().message, "SerializationException", 400, {}});
  // An operation without input may send nothing; anything else is read as an empty map, so that
  // absence is reported.
  return FromCbor(*route.operation->input, bytes->empty() ? std::string_view("\xA0", 1) : bytes->bytes(),
                  input, missing);
}

HttpResponse WriteCborResponse(const ServiceModel&, const Route& route, const void* output,
                               std::string_view) {
  HttpResponse response;
  response.headers = CborHeaders();
  response.body = Body(ToCbor(*route.operation->output, output));
  return response;
}

HttpResponse WriteCborError(const ServiceModel& model, const Route&, const Error& error,
                            const WireError& wire, std::string_view) {
  HttpResponse response;
  response.status = wire.status;
  response.headers = CborHeaders();
  if (model.query_compatible) response.headers.Add("x-amzn-query-error", QueryErrorHeader(wire));
  format::CborWriter cbor;
  cbor.Map(3 + error.fields.size());
  cbor.Text("__type");
  cbor.Text(wire.code);
  for (const char* name : {"message", "Message"}) {
    cbor.Text(name);
    cbor.Text(error.message);
  }
  for (const auto& [name, value] : error.fields) {
    cbor.Text(name);
    cbor.Text(value);
  }
  response.body = Body(cbor.Take());
  return response;
}

Result<HttpRequest> BuildCborRequest(const ServiceModel& model, const Operation& operation,
                                     const void* input, std::string_view idempotency_token) {
  HttpRequest request;
  request.method = "POST";
  request.path =
      "/service/" + std::string(model.target_prefix) + "/operation/" + std::string(operation.name);
  request.headers = CborHeaders();
  request.headers.Add("Accept", std::string(kMediaType));
  if (model.query_compatible) request.headers.Add("x-amzn-query-mode", "true");
  request.body = Body(ToCbor(*operation.input, input, idempotency_token));
  return request;
}

Result<void> ParseCborResponse(const Operation& operation, const HttpResponse& response,
                               void* output) {
  FIRN_TRY(const Body document, ReadDocument(response.headers, response.body));
  if (document.empty()) return {};
  return FromCbor(*operation.output, document.bytes(), output, nullptr);
}

Error ParseCborError(const HttpResponse& response) {
  std::string code(response.headers.Get("x-amzn-query-error"));
  code.resize(std::min(code.find(';'), code.size()));
  const auto bytes = ReadDocument(response.headers, response.body);
  auto error = ReadErrorMap(bytes ? bytes->bytes() : "", response.status, code);
  return error ? *std::move(error) : AnsweredError(code, "", response.status);
}

}  // namespace firn::wire
