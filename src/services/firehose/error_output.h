#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace firn::services::firehose {

// error-output-type of rows that cannot go to their table.
inline constexpr std::string_view kIcebergFailed = "iceberg-failed";

// The rules for ErrorOutputPrefix (aws.md 5.4): !{timestamp:<java pattern>},
// !{firehose:error-output-type} and
// !{firehose:random-string} only; an expression needs error-output-type somewhere.
// InvalidArgumentException.
Result<void> CheckErrorPrefix(std::string_view prefix);

struct ErrorObject {
  std::string prefix;    // ErrorOutputPrefix of the table or of the stream; empty: none
  std::string fallback;  // Prefix, used when there is none
  std::string_view type;
  Time time;
  std::string stream;
  int64_t version = 1;
  std::string seed;  // decides uuid and random string: the same seed gives the same key
};

// The key of an error object. A prefix without expressions is followed by "<type>/", one without
// timestamp by the hour.
std::string ErrorObjectKey(const ErrorObject& object);

// The rules for Prefix of objects with data: !{timestamp:...} and !{firehose:random-string} only.
// InvalidArgumentException.
Result<void> CheckDataPrefix(std::string_view prefix);

struct DataObject {
  std::string prefix;
  Time oldest;   // when its first record arrived: the prefix's timestamp
  Time written;  // part of the name
  std::string stream;
  int64_t version = 1;
  std::string extension;
  std::string seed;  // as above
};

// The key of an object with data. A prefix without timestamp is followed by the hour.
std::string DataObjectKey(const DataObject& object);

// A record as an error object shows it, one line.
struct ErrorRecord {
  std::string_view data;
  std::string_view code;
  std::string_view message;
  int64_t attempts = 1;
  Time arrival;
  Time ended;
};
void AppendErrorLine(const ErrorRecord& record, std::string& lines);

}  // namespace firn::services::firehose
