#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wire/http.h"

namespace firn::collect {

// Why a body cannot be read: 400 corrupt, 413 too large, 415 an encoding that is not offered.
struct BodyError {
  int http_status = 400;
  std::string message;
};

// The media type without parameters, in lower case.
std::string ContentTypeOf(const wire::HttpRequest& request);

// The body with its Content-Encoding undone, within the limits. Bytes that did not lie in memory as
// they are needed are put into `storage`; the view lasts as long as it and the request. Nothing
// when `error` says why. Threads: any.
std::optional<std::string_view> ReadBody(const wire::HttpRequest& request, std::string& storage,
                                         BodyError& error);

}  // namespace firn::collect
