#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "wire/http.h"
#include "wire/shape.h"

// The one front of the protocol interpreters: JSON 1.0 and 1.1, rest-json, rest-xml, query and
// rpc-v2-cbor, each from the server's and from the client's side. Threads: all functions may be
// called by any.
namespace firn::wire {

struct PathLabel {
  std::string name;   // "tableBucketARN"
  std::string value;  // decoded
};

// What a request asks of a service. Kept for the whole exchange: the answer follows the protocol
// the request spoke.
struct Route {
  enum class Outcome : uint8_t { kFound, kUnimplemented, kUnknown };

  Outcome outcome = Outcome::kUnknown;
  Protocol protocol = Protocol::kJson;
  const Operation* operation = nullptr;  // when found
  std::string name;                      // the operation asked for, as far as the request names one
  std::string version;                   // query: the API version asked for
  std::string method;
  std::string path;          // raw; "/bucket/key" also when S3's bucket came in the host name
  std::string json_version;  // "1.0" or "1.1"
  std::vector<PathLabel> labels;
  std::vector<QueryParameter>
      parameters;  // of the query string, and in the query protocol of the form
};

// Finds the operation: by X-Amz-Target, by Action, by method and path template, or by
// /service/…/operation/…. Services with several protocols are answered in the one the request
// speaks. Never fails: see RouteError.
Route FindRoute(const ServiceModel& model, const HttpRequest& request);

// Why a route that is not kFound cannot be served, in the protocol's words:
// UnknownOperationException, InvalidAction, MethodNotAllowed; or NotImplemented naming the
// operation, with status 501.
Error RouteError(const ServiceModel& model, const Route& route);

// Reads the input of a found operation. Failures are kInvalid with the protocol's code
// (SerializationException, MalformedXML, …); required members that are absent give AWS's validation
// error, together with all other violations.
Result<AnyStructure> ParseRequest(const ServiceModel& model, const Route& route,
                                  const HttpRequest& request);

// Content-Length is left to the sender, except where the model has it (S3's HEAD).
HttpResponse WriteResponse(const ServiceModel& model, const Route& route, const void* output,
                           std::string_view request_id);
// An error with an empty code gets one by its kind; see wire_error.h.
HttpResponse WriteError(const ServiceModel& model, const Route& route, const Error& error,
                        std::string_view request_id);

struct ClientOptions {
  std::optional<Protocol> protocol;  // the model's first when unset
  std::string idempotency_token;  // for outermost members that want one and have none; empty leaves
                                  // them absent
};

// A request without host, signature and Content-Length. kInvalid when a path label is empty.
Result<HttpRequest> BuildRequest(const ServiceModel& model, const Operation& operation,
                                 const void* input, const ClientOptions& options = {});

// Reads a successful answer into `output`, a fresh structure of the operation's output shape; an
// answered error becomes the failure, with the service's code, message and status, and the kind
// that follows from them. An answer that cannot be read is kCorrupt.
Result<void> ParseResponse(const ServiceModel& model, const Operation& operation,
                           const HttpResponse& response, void* output,
                           const ClientOptions& options = {});

}  // namespace firn::wire
