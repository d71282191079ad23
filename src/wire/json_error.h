#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "format/json.h"
#include "format/json_document.h"
#include "wire/http.h"
#include "wire/shape.h"
#include "wire/wire_error.h"

// What the protocols with JSON bodies share.
namespace firn::wire {

// A JSON body; an empty one is an empty object. kInvalid with code SerializationException when it
// is no JSON.
Result<format::JsonDocument> ReadJsonDocument(const Headers& headers, const Body& body);

// An error's message and further members. The message stands under both spellings: services differ,
// and typed clients read only the one of their model.
format::Json ErrorMembers(const Error& error);

// "ResourceNotFound;Sender".
std::string QueryErrorHeader(const WireError& wire);

// Reads the code from x-amzn-query-error, x-amzn-ErrorType, "__type" or "code", in this order.
Error ReadJsonError(const HttpResponse& response);

// Sets an outermost idempotency token that is absent or empty.
void FillIdempotencyToken(const Shape& structure, std::string_view token, format::Json& json);

}  // namespace firn::wire
