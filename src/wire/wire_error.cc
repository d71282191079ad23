#include "wire/wire_error.h"

#include <algorithm>
#include <initializer_list>

namespace firn::wire {
namespace {

struct Choice {
  std::string_view json;
  int json_status;
  std::string_view rest_json;
  int rest_json_status;
  std::string_view query;
  int query_status;
  std::string_view s3;
  int s3_status;
};

// Codes of failures that no service gave a code to. Where several services name the same thing
// differently, the model's own errors are asked first (`DeclaredCode`).
Choice ChoiceFor(Kind kind) {
  switch (kind) {
    case Kind::kInvalid:
      return {"ValidationException", 400, "ValidationException", 400,
              "ValidationError",     400, "InvalidRequest",      400};
    case Kind::kNotFound:
      return {"ResourceNotFoundException",
              400,
              "ResourceNotFoundException",
              404,
              "NoSuchEntity",
              404,
              "NoSuchKey",
              404};
    case Kind::kExists:
      return {"AlreadyExistsException", 400, "ConflictException", 409,
              "EntityAlreadyExists",    409, "OperationAborted",  409};
    case Kind::kConflict:
      return {"ConcurrentModificationException", 400, "ConflictException", 409,
              "ConcurrentModification",          409, "OperationAborted",  409};
    case Kind::kDenied:
      return {"AccessDeniedException", 400, "AccessDeniedException", 403,
              "AccessDenied",          403, "AccessDenied",          403};
    case Kind::kUnauthenticated:
      return {"UnrecognizedClientException", 400, "UnrecognizedClientException", 403,
              "InvalidClientTokenId",        403, "InvalidAccessKeyId",          403};
    case Kind::kThrottled:
      return {"ThrottlingException",
              400,
              "ThrottlingException",
              429,
              "Throttling",
              400,
              "SlowDown",
              503};
    case Kind::kUnavailable:
    case Kind::kCanceled:
      return {"ServiceUnavailable", 503, "ServiceUnavailable", 503,
              "ServiceUnavailable", 503, "ServiceUnavailable", 503};
    case Kind::kUnsupported:
      return {"NotImplementedException", 501, "NotImplementedException", 501,
              "NotImplemented",          501, "NotImplemented",          501};
    case Kind::kUnknownOutcome:
    case Kind::kCorrupt:
    case Kind::kInternal: break;
  }
  return {"InternalFailure", 500, "InternalFailure", 500,
          "InternalFailure", 500, "InternalError",   500};
}

const ErrorShape* FindDeclared(const ServiceModel& model, std::string_view code) {
  const auto at = std::ranges::find_if(model.errors, [&](const ErrorShape& error) {
    return error.name == code || error.code == code;
  });
  return at == model.errors.end() ? nullptr : &*at;
}

// The error a service itself declares for a kind, by the names AWS services use.
const ErrorShape* DeclaredFor(const ServiceModel& model, Kind kind) {
  const auto first = [&](std::initializer_list<std::string_view> names) -> const ErrorShape* {
    for (const std::string_view name : names) {
      if (const ErrorShape* found = FindDeclared(model, name)) return found;
    }
    return nullptr;
  };
  switch (kind) {
    case Kind::kInvalid:
      return first({"InvalidInputException", "InvalidArgumentException", "InvalidRequestException",
                    "BadRequestException", "InvalidParameterException",
                    "InvalidParameterValueException"});
    case Kind::kNotFound:
      return first({"EntityNotFoundException", "ResourceNotFoundException", "NotFoundException"});
    case Kind::kExists:
      return first({"AlreadyExistsException", "ResourceAlreadyExistsException",
                    "ResourceInUseException", "ConflictException"});
    case Kind::kConflict: return first({"ConcurrentModificationException", "ConflictException"});
    case Kind::kThrottled: return first({"ThrottlingException", "TooManyRequestsException"});
    default: return nullptr;
  }
}

std::string_view CodeFor(const Choice& choice, Protocol protocol) {
  switch (protocol) {
    case Protocol::kJson:
    case Protocol::kRpcV2Cbor: return choice.json;
    case Protocol::kRestJson: return choice.rest_json;
    case Protocol::kQuery: return choice.query;
    case Protocol::kRestXml: return choice.s3;
  }
  return choice.json;
}

int StatusFor(const Choice& choice, Protocol protocol) {
  switch (protocol) {
    case Protocol::kJson:
    case Protocol::kRpcV2Cbor: return choice.json_status;
    case Protocol::kRestJson: return choice.rest_json_status;
    case Protocol::kQuery: return choice.query_status;
    case Protocol::kRestXml: return choice.s3_status;
  }
  return choice.json_status;
}

bool ContainsAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

}  // namespace

WireError WireErrorOf(const ServiceModel& model, Protocol protocol, const Error& error) {
  WireError out;
  const Choice choice = ChoiceFor(error.kind);
  const ErrorShape* declared =
      error.code.empty() ? DeclaredFor(model, error.kind) : FindDeclared(model, error.code);
  if (declared != nullptr) {
    const bool short_code = protocol == Protocol::kQuery || protocol == Protocol::kRestXml;
    out.code = std::string(short_code ? declared->code : declared->name);
    out.query_code = std::string(declared->code);
    out.status =
        error.http_status != 0 && !error.code.empty() ? error.http_status : declared->http_status;
    out.sender_fault = declared->sender_fault;
    return out;
  }
  out.code = error.code.empty() ? std::string(CodeFor(choice, protocol)) : error.code;
  out.query_code = error.code.empty() ? std::string(choice.query) : error.code;
  out.status = error.http_status != 0 ? error.http_status : StatusFor(choice, protocol);
  // Lake Formation is rest-json, yet refuses as the json services do.
  if (error.code.empty() && error.kind == Kind::kDenied && model.id == "lakeformation")
    out.status = 400;
  out.sender_fault = out.status < 500;
  return out;
}

Kind KindOfCode(std::string_view code, int status) {
  if (ContainsAny(code, {"AlreadyExists", "AlreadyOwned", "BucketAlready"})) return Kind::kExists;
  if (ContainsAny(code, {"InvalidClientTokenId", "UnrecognizedClient", "SignatureDoesNotMatch",
                         "InvalidSignature", "ExpiredToken", "InvalidAccessKeyId",
                         "MissingAuthenticationToken", "IncompleteSignature", "InvalidToken",
                         "RequestExpired", "RequestTimeTooSkewed"})) {
    return Kind::kUnauthenticated;
  }
  if (ContainsAny(code, {"NotFound", "NoSuch"})) return Kind::kNotFound;
  if (ContainsAny(code, {"Throttl", "TooManyRequests", "SlowDown", "RequestLimitExceeded",
                         "BandwidthLimitExceeded", "ProvisionedThroughputExceeded",
                         "PriorRequestNotComplete"}) ||
      status == 429) {
    return Kind::kThrottled;
  }
  if (ContainsAny(code, {"Conflict", "ConcurrentModification", "VersionMismatch", "ResourceInUse",
                         "OperationAborted", "DeleteConflict", "PreconditionFailed"})) {
    return Kind::kConflict;
  }
  if (ContainsAny(code, {"AccessDenied", "Forbidden", "NotAuthorized", "UnauthorizedOperation"}))
    return Kind::kDenied;
  if (ContainsAny(code,
                  {"NotImplemented", "MethodNotAllowed", "UnknownOperation", "InvalidAction"}) ||
      status == 501 || status == 405) {
    return Kind::kUnsupported;
  }
  if (ContainsAny(code, {"ServiceUnavailable", "RequestTimeout"}) || status == 502 ||
      status == 503 || status == 504) {
    return Kind::kUnavailable;
  }
  if (status >= 500 || ContainsAny(code, {"Internal", "ServiceFailure"})) return Kind::kInternal;
  switch (status) {
    case 401: return Kind::kUnauthenticated;
    case 403: return Kind::kDenied;
    case 404: return Kind::kNotFound;
    case 409:
    case 412: return Kind::kConflict;
    default: return Kind::kInvalid;
  }
}

std::string PlainErrorCode(std::string_view code) {
  if (const size_t hash = code.rfind('#'); hash != std::string_view::npos)
    code.remove_prefix(hash + 1);
  return std::string(code.substr(0, code.find(':')));
}

Error AnsweredError(std::string_view code, std::string message, int status) {
  std::string plain = PlainErrorCode(code);
  if (plain.empty()) plain = std::to_string(status);
  const Kind kind = KindOfCode(plain, status);
  return Error{kind, std::move(message), std::move(plain), status, {}};
}

}  // namespace firn::wire
