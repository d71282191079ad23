#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/call.h"
#include "api/firehose.h"
#include "base/result.h"
#include "sys/clock.h"
#include "sys/pause.h"
#include "sys/random.h"

namespace firn::collect {

// Puts records into delivery streams, in batches within the limits of PutRecordBatch.
//
// Crash story: a record counts as sent only when Firehose named an id for it. Whoever is told of a
// failure and sends all of it again may store some records twice; none is lost.
// Threads: any. Blocks for the calls and for the pauses between attempts.
class Sender {
 public:
  // `make_call` gives the circumstances of each attempt; its deadline bounds the attempts.
  Sender(api::Firehose& firehose, std::function<api::Call()> make_call, const sys::Clock& clock,
         sys::Pause& pause, sys::Random& random)
      : firehose_(firehose),
        make_call_(std::move(make_call)),
        clock_(clock),
        pause_(pause),
        random_(random) {}

  // Sends every record, none of which may exceed kRecordBytesMax; success means that all are
  // acknowledged. Records that Firehose failed are put again, only those, after a growing random
  // pause. kThrottled when Firehose still asks to slow down after the last attempt; kUnavailable
  // when it cannot be reached or fails records otherwise; other kinds as Firehose answered them,
  // at once.
  Result<void> Send(const std::string& stream, std::vector<std::string> records);

 private:
  Result<void> SendBatch(api::firehose::PutRecordBatchInput batch);
  // One attempt; keeps in `batch` only what is still to be sent.
  Result<void> Attempt(const api::Call& call, api::firehose::PutRecordBatchInput& batch);

  api::Firehose& firehose_;
  std::function<api::Call()> make_call_;
  const sys::Clock& clock_;
  sys::Pause& pause_;
  sys::Random& random_;
};

}  // namespace firn::collect
