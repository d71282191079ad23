#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/shape.h"

namespace firn::wire {

// A failure as one protocol prints it.
struct WireError {
  std::string code;        // "EntityNotFoundException"; in query and XML the model's short code
  std::string query_code;  // the code a query-compatible service puts into x-amzn-query-error
  int status = 400;
  bool sender_fault = true;
};

// Decides code and status: the model's when it knows `error.code`, what the error itself says
// otherwise, and by kind when the code is empty (kDenied is AccessDeniedException 400 in json,
// AccessDenied 403 in query and S3, and so on).
WireError WireErrorOf(const ServiceModel& model, Protocol protocol, const Error& error);

// What a caller may do about an error that a service answered; `code` may have a namespace or a URL
// around it.
Kind KindOfCode(std::string_view code, int status);

// "com.amazon#NoSuchThing:http://…" to "NoSuchThing".
std::string PlainErrorCode(std::string_view code);

// An answered error as a value: the kind follows from code and status.
Error AnsweredError(std::string_view code, std::string message, int status);

}  // namespace firn::wire
