#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/protocol.h"
#include "wire/wire_error.h"

// Smithy's rpc-v2-cbor: POST to /service/<prefix>/operation/<name>. Used through protocol.h.
namespace firn::wire {

Result<void> ParseCborRequest(const Route& route, const HttpRequest& request, void* input,
                              std::vector<std::string>* missing);
HttpResponse WriteCborResponse(const ServiceModel& model, const Route& route, const void* output,
                               std::string_view request_id);
HttpResponse WriteCborError(const ServiceModel& model, const Route& route, const Error& error,
                            const WireError& wire, std::string_view request_id);
Result<HttpRequest> BuildCborRequest(const ServiceModel& model, const Operation& operation,
                                     const void* input, std::string_view idempotency_token);
Result<void> ParseCborResponse(const Operation& operation, const HttpResponse& response,
                               void* output);
Error ParseCborError(const HttpResponse& response);

}  // namespace firn::wire
