#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/protocol.h"
#include "wire/wire_error.h"

// rest-json: members in path, query, headers and a JSON body. Used through protocol.h.
namespace firn::wire {

Result<void> ParseRestJsonRequest(const Route& route, const HttpRequest& request, void* input,
                                  std::vector<std::string>* missing);
HttpResponse WriteRestJsonResponse(const ServiceModel& model, const Route& route,
                                   const void* output, std::string_view request_id);
HttpResponse WriteRestJsonError(const ServiceModel& model, const Route& route, const Error& error,
                                const WireError& wire, std::string_view request_id);
Result<HttpRequest> BuildRestJsonRequest(const ServiceModel& model, const Operation& operation,
                                         const void* input, std::string_view idempotency_token);
Result<void> ParseRestJsonResponse(const Operation& operation, const HttpResponse& response,
                                   void* output);
Error ParseRestJsonError(const HttpResponse& response);

}  // namespace firn::wire
