#include "base/result.h"

namespace firn {

std::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kInvalid: return "invalid";
    case Kind::kNotFound: return "not found";
    case Kind::kExists: return "exists";
    case Kind::kConflict: return "conflict";
    case Kind::kUnknownOutcome: return "unknown outcome";
    case Kind::kDenied: return "denied";
    case Kind::kUnauthenticated: return "unauthenticated";
    case Kind::kThrottled: return "throttled";
    case Kind::kUnavailable: return "unavailable";
    case Kind::kCanceled: return "canceled";
    case Kind::kCorrupt: return "corrupt";
    case Kind::kUnsupported: return "unsupported";
    case Kind::kInternal: return "internal";
  }
  return "internal";
}

Unexpected Fail(Kind kind, std::string message) {
  return Unexpected(Error{kind, std::move(message), {}, 0, {}});
}

Unexpected Fail(Error error) { return Unexpected(std::move(error)); }

Unexpected Within(std::string_view context, Error error) {
  error.message = std::string(context) + ": " + error.message;
  return Unexpected(std::move(error));
}

}  // namespace firn
