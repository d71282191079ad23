#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "wire/http.h"
#include "wire/protocol.h"
#include "wire/shape.h"

// What rest-json and rest-xml share: members that travel in the path, the query string, headers and
// the status.
namespace firn::wire {

// The member that is the whole body, or null.
const Member* PayloadOf(const Shape& structure);
bool HasBodyMembers(const Shape& structure);

// Server. Fills the bound members of an input; paths of absent required ones are added to
// `missing`. kInvalid with the protocol's code when a value cannot be read; conditional dates that
// cannot be read count as absent, as RFC 9110 asks.
Result<void> ReadBoundInput(const Route& route, const HttpRequest& request, void* input,
                            std::vector<std::string>* missing);
// Sets the status and the headers of an output.
void WriteBoundOutput(const Operation& operation, const void* output, HttpResponse* response);

// Client. Method, path, query and headers of a request. kInvalid when a path label is empty.
Result<HttpRequest> BuildBoundRequest(const Operation& operation, const void* input);
Result<void> ReadBoundResponse(const Operation& operation, const HttpResponse& response,
                               void* output);

// A payload that is bytes rather than a document: streams, blobs and strings.
bool IsRawPayload(const Member& member);
Result<void> ReadRawPayload(const Member& member, const Body& body, void* structure);
Body RawPayload(const Member& member, const void* structure);

}  // namespace firn::wire
