#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/protocol.h"
#include "wire/wire_error.h"

// rest-xml as S3 speaks it: members in path, query, headers and an XML or raw body. Used through
// protocol.h.
namespace firn::wire {

Result<void> ParseRestXmlRequest(const Route& route, const HttpRequest& request, void* input,
                                 std::vector<std::string>* missing);
HttpResponse WriteRestXmlResponse(const ServiceModel& model, const Route& route, const void* output,
                                  std::string_view request_id);
HttpResponse WriteRestXmlError(const ServiceModel& model, const Route& route, const Error& error,
                               const WireError& wire, std::string_view request_id);
Result<HttpRequest> BuildRestXmlRequest(const ServiceModel& model, const Operation& operation,
                                        const void* input, std::string_view idempotency_token);
Result<void> ParseRestXmlResponse(const Operation& operation, const HttpResponse& response,
                                  void* output);
Error ParseRestXmlError(const HttpResponse& response);

}  // namespace firn::wire
