#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "collect/otlp_json.h"
#include "wire/http.h"

namespace firn::collect {

// How a request is written, and therefore its answer.
enum class Encoding { kProtobuf, kJson };

// 200 with Export…ServiceResponse; with its partial success when something was rejected.
wire::HttpResponse Accepted(Encoding encoding, Signal signal, size_t rejected,
                            std::string_view reasons);

// `http_status` with google.rpc.Status, whose code is chosen by the status.
wire::HttpResponse Refused(Encoding encoding, int http_status, std::string_view message);

// The same, asking to send it again after a while.
wire::HttpResponse Busy(Encoding encoding, int http_status, int retry_after_seconds,
                        std::string_view message);

}  // namespace firn::collect
