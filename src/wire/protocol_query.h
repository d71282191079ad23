#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/protocol.h"
#include "wire/wire_error.h"

// The query protocol: form in, XML out. Used through protocol.h.
namespace firn::wire {

Result<void> ParseQueryRequest(const Route& route, const HttpRequest& request, void* input,
                               std::vector<std::string>* missing);
HttpResponse WriteQueryResponse(const ServiceModel& model, const Route& route, const void* output,
                                std::string_view request_id);
HttpResponse WriteQueryError(const ServiceModel& model, const Route& route, const Error& error,
                             const WireError& wire, std::string_view request_id);
Result<HttpRequest> BuildQueryRequest(const ServiceModel& model, const Operation& operation,
                                      const void* input, std::string_view idempotency_token);
Result<void> ParseQueryResponse(const Operation& operation, const HttpResponse& response,
                                void* output);
Error ParseQueryError(const HttpResponse& response);

}  // namespace firn::wire
