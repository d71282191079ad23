#pragma once

#include <string>

#include "base/result.h"
#include "wire/sigv4.h"

// Authentication failures in the codes of each family.
namespace firn::wire {

// Cannot be read: IncompleteSignature(Exception); AuthorizationHeaderMalformed or
// AuthorizationQueryParametersError in S3.
Error IncompleteSignature(ErrorFamily family, std::string message, bool presigned);
// Can be read and does not hold: SignatureDoesNotMatch or InvalidSignatureException.
Error WrongSignature(ErrorFamily family, std::string message);
// S3's own: code, status and text as given.
Error S3AuthenticationError(std::string code, int status, std::string message);

}  // namespace firn::wire
