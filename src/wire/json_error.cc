#include "wire/json_error.h"

#include <algorithm>

#include "wire/document.h"

namespace firn::wire {

using format::Json;
using format::JsonDocument;

Result<JsonDocument> ReadJsonDocument(const Headers& headers, const Body& body) {
  if (body.empty()) return JsonDocument::Parse("{}");
  const auto text = ReadDocument(headers, body);
  auto json = text ? JsonDocument::Parse(text->bytes(), text->spare()) : Result<JsonDocument>(Fail(text.error()));
  if (json) return json;
  return Fail(Error{Kind::kInvalid,
                    "Could not parse request body into json: " + json.error().message,
                    "SerializationException",
                    400,
                    {}});
}

Json ErrorMembers(const Error& error) {
  Json::Object object;
  object.emplace_back("message", error.message);
  object.emplace_back("Message", error.message);
  for (const auto& [name, value] : error.fields) object.emplace_back(name, value);
  return object;
}

std::string QueryErrorHeader(const WireError& wire) {
  return wire.query_code + (wire.sender_fault ? ";Sender" : ";Receiver");
}

Error ReadJsonError(const HttpResponse& response) {
  const auto read = ReadJsonDocument(response.headers, response.body);
  const Json json = read ? read->root().Copy() : Json();
  const Json* message = json.Find("message");
  if (message == nullptr) message = json.Find("Message");
  if (message == nullptr) message = json.Find("errorMessage");
  std::string code(response.headers.Get("x-amzn-query-error"));
  code.resize(std::min(code.find(';'), code.size()));
  if (code.empty()) code = std::string(response.headers.Get("x-amzn-ErrorType"));
  for (const char* name : {"__type", "code", "Code"}) {
    if (code.empty()) code = std::string(json[name].string_or(""));
  }
  Error error = AnsweredError(code, std::string(message != nullptr ? message->string_or("") : ""),
                              response.status);
  for (const auto& [name, value] : json.object()) {
    if (name == "__type" || name == "message" || name == "Message" || name == "code") continue;
    error.fields.emplace_back(name,
                              value.is_string() ? std::string(value.string_or("")) : value.Text());
  }
  return error;
}

void FillIdempotencyToken(const Shape& structure, std::string_view token, Json& json) {
  if (token.empty()) return;
  for (const Member& member : structure.members) {
    if (!member.idempotency_token || member.location != Location::kBody) continue;
    if (json[member.wire_name].string_or("").empty()) json.Set(member.wire_name, token);
  }
}

}  // namespace firn::wire
