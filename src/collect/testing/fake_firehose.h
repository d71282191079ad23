#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "api/firehose.h"

namespace firn::collect::testing {

// Keeps the records it acknowledges, by stream. `answers` are used up first, one for each call, and
// may fail the call or some of its records. Threads: one.
class FakeFirehose final : public api::Firehose {
 public:
  using Batch = api::firehose::PutRecordBatchInput;
  using BatchOutput = api::firehose::PutRecordBatchOutput;

  std::map<std::string, std::vector<std::string>> records;
  std::vector<size_t> batch_sizes;
  std::deque<std::function<Result<BatchOutput>(const Batch&)>> answers;
  std::function<void()> on_put = [] {};

  // Fails the records at these places with `code`.
  static std::function<Result<BatchOutput>(const Batch&)> FailAt(std::vector<size_t> places,
                                                                 std::string code) {
    return [=](const Batch& input) {
      BatchOutput output;
      output.request_responses.resize(input.records.size());
      for (auto& entry : output.request_responses) entry.record_id = "id";
      for (const size_t place : places) output.request_responses[place] = {{}, code, "Slow down."};
      output.failed_put_count = static_cast<int32_t>(places.size());
      return Result<BatchOutput>(std::move(output));
    };
  }
  static std::function<Result<BatchOutput>(const Batch&)> FailCall(Kind kind) {
    return [=](const Batch&) -> Result<BatchOutput> { return Fail(kind, "not now"); };
  }

  Result<BatchOutput> PutRecordBatch(const api::Call&, const Batch& input) override {
    on_put();
    batch_sizes.push_back(input.records.size());
    auto answer = FailAt({}, "");
    if (!answers.empty()) {
      answer = std::move(answers.front());
      answers.pop_front();
    }
    auto output = answer(input);
    if (!output) return output;
    for (size_t i = 0; i < input.records.size(); ++i) {
      if (output->request_responses[i].error_code) continue;
      records[input.delivery_stream_name].push_back(input.records[i].data);
    }
    return output;
  }

#define FIRN_UNUSED_OPERATION(name)                                                             \
  Result<api::firehose::name##Output> name(const api::Call&, const api::firehose::name##Input&) \
      override {                                                                                \
    return Fail(Kind::kUnsupported, "not part of this fake");                                   \
  }
  FIRN_UNUSED_OPERATION(CreateDeliveryStream)
  FIRN_UNUSED_OPERATION(DeleteDeliveryStream)
  FIRN_UNUSED_OPERATION(DescribeDeliveryStream)
  FIRN_UNUSED_OPERATION(ListDeliveryStreams)
  FIRN_UNUSED_OPERATION(ListTagsForDeliveryStream)
  FIRN_UNUSED_OPERATION(PutRecord)
  FIRN_UNUSED_OPERATION(StartDeliveryStreamEncryption)
  FIRN_UNUSED_OPERATION(StopDeliveryStreamEncryption)
  FIRN_UNUSED_OPERATION(TagDeliveryStream)
  FIRN_UNUSED_OPERATION(UntagDeliveryStream)
  FIRN_UNUSED_OPERATION(UpdateDestination)
#undef FIRN_UNUSED_OPERATION
};

}  // namespace firn::collect::testing
