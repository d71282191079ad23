#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/protocol.h"
#include "wire/wire_error.h"

// JSON 1.0 and 1.1: POST to '/', the operation in X-Amz-Target. Used through protocol.h.
namespace firn::wire {

Result<void> ParseJsonRequest(const Route& route, const HttpRequest& request, void* input,
                              std::vector<std::string>* missing);
HttpResponse WriteJsonResponse(const ServiceModel& model, const Route& route, const void* output,
                               std::string_view request_id);
HttpResponse WriteJsonError(const ServiceModel& model, const Route& route, const Error& error,
                            const WireError& wire, std::string_view request_id);
Result<HttpRequest> BuildJsonRequest(const ServiceModel& model, const Operation& operation,
                                     const void* input, std::string_view idempotency_token);
Result<void> ParseJsonResponse(const Operation& operation, const HttpResponse& response,
                               void* output);
Error ParseJsonError(const HttpResponse& response);

}  // namespace firn::wire
