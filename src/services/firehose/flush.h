#pragma once

#include <functional>
#include <string>

#include "services/firehose/firehose.h"

namespace firn::services::firehose {

// A flush of one stream: consecutive records, with what must come out the same when it is repeated.
struct FlushOf {
  const LiveStream& stream;
  const StreamRecord& record;
  Progress& progress;    // `begun` is the last number of the flush
  int64_t attempts = 1;  // this one included
  std::function<Result<void>(const Progress&)> save;
};

// What became of one attempt.
struct Attempt {
  bool position_known = false;  // the destination was asked what it has
  size_t rows = 0;
  size_t delivered = 0;
  size_t failed = 0;
  size_t bytes = 0;  // of what was written
  bool committed = false;
};

// A call as a role of the customer's. The error's message is Firehose's, its code
// Glue.AccessDenied.
Result<api::Call> CallAsRole(const Firehose& firehose, const LiveStream& stream,
                             const std::string& role_arn);

// Tells the stream's log group about a failure, if it has one; losing it is no failure.
struct Failure {
  std::string destination;
  std::string code;
  std::string message;
};
void ReportFailure(const Firehose& firehose, const FlushOf& flush, const Failure& failure);

}  // namespace firn::services::firehose
