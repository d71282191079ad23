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
  Time sent;
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

// Sends one record that an OTLP table takes. kNotFound when the stream does not exist. `readable` is filled in later.
Result<TestRecordResult> SendTestRecord(const api::Services& aws, const std::function<api::Call()>& call,
                                        const sys::Clock& clock, sys::Random& random, const TestRecordRequest& request);

// Waits until SQL reads exactly the row of a record that was sent. kUnavailable when it was not readable within the limit,
// naming where to look next.
Result<void> WaitForTestRecord(const api::Services& aws, const std::function<api::Call()>& call, const sys::Clock& clock,
                               sys::Pause& pause, const TestRecordRequest& request, TestRecordResult& result);

}  // namespace firn::converge
