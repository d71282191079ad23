#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/http.h"
#include "wire/sigv4.h"

// S3's uploads from browser forms (POST Object): multipart/form-data whose fields carry a signed
// policy, and whose last part is the object. Source: S3 API reference, "POST Object".
namespace firn::wire {

bool IsFormUpload(const HttpRequest& request);

struct FormUpload {
  std::string bucket;
  std::map<std::string, std::string> fields;  // by lower-case name, without the file
  Body file;
};

// Reads the form. MalformedPOSTRequest, MaxPostPreDataLengthExceeded, or InvalidArgument naming the
// field that is missing.
Result<FormUpload> ReadFormUpload(const HttpRequest& request);

// Who signed the policy, as far as the form says. Nothing for a form without a policy, which is an
// upload by nobody in particular.
Result<std::optional<SignatureClaim>> ReadFormSignature(const FormUpload& form);
// SignatureDoesNotMatch unless the policy was signed with the secret.
Result<void> VerifyFormSignature(const FormUpload& form, const SignatureClaim& claim,
                                 std::string_view secret);
// AccessDenied, EntityTooLarge or EntityTooSmall when the form is not what its policy allows.
Result<void> CheckFormPolicy(const FormUpload& form, Time now);

// The PutObject that the form comes to.
HttpRequest PutRequestOf(const FormUpload& form);
// The answer a form is given when that PutObject succeeded.
HttpResponse FormResponse(const FormUpload& form, const HttpResponse& put);

}  // namespace firn::wire
