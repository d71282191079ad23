#include "collect/sender.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "collect/limits.h"

namespace firn::collect {
namespace {

// An unknown outcome is worth another attempt here: twice is allowed, never is not.
bool WorthAnotherAttempt(Kind kind) {
  switch (kind) {
    case Kind::kThrottled:
    case Kind::kUnavailable:
    case Kind::kUnknownOutcome:
    case Kind::kInternal:
    case Kind::kConflict: return true;
    case Kind::kInvalid:
    case Kind::kNotFound:
    case Kind::kExists:
    case Kind::kDenied:
    case Kind::kUnauthenticated:
    case Kind::kCanceled:
    case Kind::kCorrupt:
    case Kind::kUnsupported: return false;
  }
  return false;
}

}  // namespace

Result<void> Sender::Send(const std::string& stream, std::vector<std::string> records) {
  api::firehose::PutRecordBatchInput batch{stream, {}};
  size_t bytes = 0;
  for (std::string& record : records) {
    FIRN_CHECK(record.size() <= kRecordBytesMax);
    if (batch.records.size() == kBatchRecordsMax || bytes + record.size() > kBatchBytesMax) {
      FIRN_OK(SendBatch(std::exchange(batch, {stream, {}})));
      bytes = 0;
    }
    bytes += record.size();
    batch.records.push_back({std::move(record)});
  }
  if (batch.records.empty()) return {};
  return SendBatch(std::move(batch));
}

Result<void> Sender::SendBatch(api::firehose::PutRecordBatchInput batch) {
  Duration ceiling = kPutBackoffFirst;
  for (int attempt = 1;; ++attempt) {
    const api::Call call = make_call_();
    auto done = Attempt(call, batch);
    if (done || !WorthAnotherAttempt(done.error().kind)) return done;
    // Half of the pause is random, so that senders that failed together do not return together.
    const auto half = static_cast<uint64_t>(ceiling.count() / 2);
    const Duration pause(static_cast<int64_t>(half + random_.Below(half + 1)));
    if (attempt == kPutAttemptsMax || clock_.Now() + pause >= call.deadline) return done;
    pause_.For(pause);
    ceiling = std::min(ceiling * 2, kPutBackoffMax);
  }
}

Result<void> Sender::Attempt(const api::Call& call, api::firehose::PutRecordBatchInput& batch) {
  FIRN_TRY(const auto output, firehose_.PutRecordBatch(call, batch));
  if (output.failed_put_count == 0) return {};
  if (output.request_responses.size() != batch.records.size()) {
    return Fail(Kind::kUnavailable, "Firehose failed records without naming which");
  }
  std::vector<api::firehose::Record> failed;
  Error error{Kind::kUnavailable, "Firehose failed some of the records", "", 0, {}};
  for (size_t i = 0; i < batch.records.size(); ++i) {
    const auto& entry = output.request_responses[i];
    if (entry.record_id && !entry.error_code) continue;
    failed.push_back(std::move(batch.records[i]));
    error.code = entry.error_code.value_or("");
    // This code of a single record is how Firehose asks to slow down (aws.md 5.2).
    if (error.code == "ServiceUnavailableException") error.kind = Kind::kThrottled;
  }
  if (failed.empty()) return {};
  batch.records = std::move(failed);
  return Fail(std::move(error));
}

}  // namespace firn::collect
