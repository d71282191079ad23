#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace firn::collect {

// Which of OTLP's three export requests.
enum class Signal { kLogs, kTraces, kMetrics };

// Translates an export request of OTLP/JSON into the same request in protobuf, so that one decoder
// serves both. Ids are hexadecimal, other bytes base64, 64-bit integers strings or numbers, enums
// numbers or names. As the specification asks, names are lower camel case and unknown ones are
// skipped; null counts as absent. kInvalid, naming the field, for anything else. Threads: any.
Result<std::string> ProtobufOfOtlpJson(Signal signal, std::string_view json);

}  // namespace firn::collect
