#include "converge/test_record.h"

#include <algorithm>

#include "api/firehose.h"
#include "base/encoding.h"
#include "converge/query.h"
#include "format/json.h"

namespace firn::converge {
namespace {

using format::Json;

constexpr Duration kPollFirst = std::chrono::milliseconds(200);
constexpr Duration kPollMax = std::chrono::seconds(5);
constexpr int64_t kNanosPerMicro = 1000;

Json CommonFields(Time now, std::string_view mark) {
  Json resource(Json::Object{});
  resource.Set("host.name", "test-host");
  Json record(Json::Object{});
  record.Set("timestamp", FormatIso8601Millis(now));
  record.Set("service_name", "test-service");
  record.Set("service_instance_id", mark);
  record.Set("resource_attributes", resource.Text());
  record.Set("scope_name", "test-scope");
  record.Set("scope_version", "1.0.0");
  return record;
}

Json MetricFields(Time now, std::string_view mark) {
  Json record = CommonFields(now, mark);
  record.Set("start_timestamp", EpochMicros(now) * kNanosPerMicro);
  return record;
}

Result<Json> RecordFor(std::string_view signal, Time now, std::string_view mark, std::string_view trace_id) {
  if (signal == "logs") {
    Json record = CommonFields(now, mark);
    record.Set("observed_timestamp", EpochMicros(now) * kNanosPerMicro);
    record.Set("trace_id", trace_id);
    record.Set("span_id", trace_id.substr(0, 16));
    record.Set("severity_number", 9);
    record.Set("severity_text", "INFO");
    record.Set("body", "Test log message at " + FormatIso8601(now));
    record.Set("log_attributes", "{\"test\":true}");
    return record;
  }
  if (signal == "traces") {
    Json record = CommonFields(now, mark);
    record.Set("trace_id", trace_id);
    record.Set("span_id", trace_id.substr(0, 16));
    record.Set("end_timestamp", EpochMicros(now) * kNanosPerMicro);
    record.Set("duration", 100);
    record.Set("span_name", "test-operation");
    record.Set("span_kind", 1);
    record.Set("status_code", 0);
    record.Set("span_attributes", "{\"test\":true}");
    record.Set("events_json", "[]");
    record.Set("links_json", "[]");
    return record;
  }
  if (signal == "sum") {
    Json record = MetricFields(now, mark);
    record.Set("metric_name", "http.server.request.count");
    record.Set("value", 42.0);
    record.Set("aggregation_temporality", 2);
    record.Set("is_monotonic", true);
    return record;
  }
  if (signal == "gauge") {
    Json record = MetricFields(now, mark);
    record.Set("metric_name", "system.cpu.utilization");
    record.Set("value", 0.75);
    record.Set("metric_attributes", "{\"cpu\":\"cpu0\"}");
    return record;
  }
  return Fail(Kind::kInvalid, "no test record for '" + std::string(signal) + "': there are logs, traces, sum and gauge");
}

}  // namespace

Result<TestRecordResult> SendTestRecord(const api::Services& aws, const std::function<api::Call()>& call,
                                        const sys::Clock& clock, sys::Random& random,
                                        const TestRecordRequest& request) {
  TestRecordResult result;
  result.sent = clock.Now();
  result.stream = request.lake_base + "-" + request.stream;
  result.table = request.stream;
  result.mark = "firn-test-" + random.Uuid();
  FIRN_TRY(const Json record, RecordFor(request.stream, result.sent, result.mark, HexEncode(random.Bytes(16))));

  api::firehose::PutRecordInput input;
  input.delivery_stream_name = result.stream;
  input.record.data = record.Text();
  FIRN_OK(aws.firehose.PutRecord(call(), input));
  result.acknowledged = clock.Now() - result.sent;
  return result;
}

Result<void> WaitForTestRecord(const api::Services& aws, const std::function<api::Call()>& call, const sys::Clock& clock,
                               sys::Pause& pause, const TestRecordRequest& request, TestRecordResult& result) {
  QueryRequest query;
  query.catalog = request.catalog;
  query.database = request.database;
  query.output_location = request.output_location;
  query.sql = "SELECT count(*) FROM \"" + request.database + "\".\"" + result.table +
              "\" WHERE service_instance_id = '" + result.mark + "'";
  Duration wait = kPollFirst;
  while (true) {
    FIRN_TRY(const auto answer, RunQuery(aws, call(), clock, pause, query));
    const bool counted = answer.rows.size() == 1 && answer.rows[0].size() == 1 && answer.rows[0][0];
    if (counted && *answer.rows[0][0] == "1") {
      result.readable = clock.Now() - result.sent;
      return {};
    }
    if (counted && *answer.rows[0][0] != "0") {
      return Fail(Kind::kCorrupt, "the test record was delivered " + *answer.rows[0][0] + " times");
    }
    if (clock.Now() - result.sent > request.limit) {
      return Fail(Kind::kUnavailable,
                  "the record was accepted but is not readable after " +
                      std::to_string(request.limit / std::chrono::seconds(1)) +
                      " s: look at the stream's DeliveryToIceberg.FailedRowCount, its log stream and the error bucket");
    }
    pause.For(wait);
    wait = std::min(wait * 2, kPollMax);
  }
}

}  // namespace firn::converge
