#include "wire/sigv4_error.h"

namespace firn::wire {
namespace {

struct Code {
  std::string_view text;
  int status;
};

// The same failure in the four families.
Error Choose(ErrorFamily family, Code json, int rest_json_status, Code query, Code s3,
             std::string message) {
  Code code = json;
  switch (family) {
    case ErrorFamily::kJson: break;
    case ErrorFamily::kRestJson: code.status = rest_json_status; break;
    case ErrorFamily::kQuery: code = query; break;
    case ErrorFamily::kS3: code = s3; break;
  }
  return {Kind::kUnauthenticated, std::move(message), std::string(code.text), code.status, {}};
}

}  // namespace

Error IncompleteSignature(ErrorFamily family, std::string message, bool presigned) {
  const Code s3 = presigned ? Code{"AuthorizationQueryParametersError", 400}
                            : Code{"AuthorizationHeaderMalformed", 400};
  if (family == ErrorFamily::kS3 && !presigned)
    message = "The authorization header is malformed; " + message;
  return Choose(family, {"IncompleteSignatureException", 400}, 403, {"IncompleteSignature", 400},
                s3, std::move(message));
}

Error WrongSignature(ErrorFamily family, std::string message) {
  return Choose(family, {"InvalidSignatureException", 400}, 403, {"SignatureDoesNotMatch", 403},
                {"SignatureDoesNotMatch", 403}, std::move(message));
}

Error S3AuthenticationError(std::string code, int status, std::string message) {
  return {Kind::kUnauthenticated, std::move(message), std::move(code), status, {}};
}

Error MissingAuthentication(ErrorFamily family) {
  std::string message = family == ErrorFamily::kS3      ? "Access Denied"
                        : family == ErrorFamily::kQuery ? "Request is missing Authentication Token"
                                                        : "Missing Authentication Token";
  return Choose(family, {"MissingAuthenticationTokenException", 400}, 403,
                {"MissingAuthenticationToken", 403}, {"AccessDenied", 403}, std::move(message));
}

Error UnknownAccessKey(ErrorFamily family, std::string_view access_key_id) {
  Error error =
      Choose(family, {"UnrecognizedClientException", 400}, 403, {"InvalidClientTokenId", 403},
             {"InvalidAccessKeyId", 403}, "The security token included in the request is invalid.");
  if (family == ErrorFamily::kS3) {
    error.message = "The AWS Access Key Id you provided does not exist in our records.";
    error.fields.emplace_back("AWSAccessKeyId", access_key_id);
  }
  return error;
}

Error ExpiredSessionToken(ErrorFamily family) {
  return Choose(
      family, {"ExpiredTokenException", 400}, 403, {"ExpiredToken", 403}, {"ExpiredToken", 400},
      family == ErrorFamily::kS3 ? "The provided token has expired."
                                 : "The security token included in the request is expired");
}

Error InvalidSessionToken(ErrorFamily family) {
  return Choose(family, {"UnrecognizedClientException", 400}, 403, {"InvalidClientTokenId", 403},
                {"InvalidToken", 400},
                family == ErrorFamily::kS3
                    ? "The provided token is malformed or otherwise invalid."
                    : "The security token included in the request is invalid.");
}

}  // namespace firn::wire
