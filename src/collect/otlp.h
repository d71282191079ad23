#pragma once

#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "collect/decoded.h"

namespace firn::collect {

// Decode the protobuf bytes of an Export…ServiceRequest of OTLP 1.x into records.
//
// `timestamp` is integer microseconds since 1970, which is what Firehose asks of timestamp columns;
// every other time and the duration of a span are nanoseconds, as they were sent. Attributes are
// JSON text: nested values stay nested, bytes are base64, NaN and infinities are the strings that
// protobuf's JSON gives them. Bytes that are not UTF-8 become U+FFFD. Columns without a value are
// left out. Ids of a wrong length or of zeros only count as absent.
//
// kInvalid when the bytes are malformed or attributes nest deeper than the limit; kUnsupported when
// the records would exceed kDecodedBytesMax. Unknown fields are skipped. Threads: any.

// A log record without a time has its observed time, or else `now`. Its event name, which has no
// column, is the attribute "event.name".
Result<Decoded> DecodeLogs(std::string_view bytes, Time now);
Result<Decoded> DecodeTraces(std::string_view bytes);
// Stores number points of sums and gauges. Points of histograms, exponential histograms and
// summaries, points without a value and values that are not finite are rejected and counted.
Result<Decoded> DecodeMetrics(std::string_view bytes);

}  // namespace firn::collect
