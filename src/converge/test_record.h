#pragma once

#include <functional>
#include <string>
#include <vector>

#include "converge/step.h"

namespace firn::converge {

// What became of one test record.
struct TestRecordResult {
  std::string stream;
  std::string table;
  std::string mark;          // the unique text by which the row was found
  Duration acknowledged{};   // from sending to Firehose's answer
  Duration readable{};       // from sending to the row read back by SQL
};

struct TestRecordRequest {
  std::string lake_base;   // "otlp2pipeline-prod"
  std::string stream;      // "logs", "traces", "sum", "gauge"
  std::string catalog;     // "s3tablescatalog/otlp2pipeline-prod"
  std::string database;
  std::string output_location;
  Duration limit = std::chrono::minutes(10);
};

using Waiting = std::function<void(Duration so_far)>;

// Sends one record that an OTLP table takes and waits until SQL reads exactly that row back. kNotFound when the stream
// does not exist; kUnavailable when the row was not readable within the limit, naming where to look next.
Result<TestRecordResult> SendTestRecord(const api::Services& aws, const std::function<api::Call()>& call,
                                        const sys::Clock& clock, sys::Pause& pause, sys::Random& random,
                                        const TestRecordRequest& request, const Waiting& waiting);

}  // namespace firn::converge
