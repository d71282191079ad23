#include "collect/otlp.h"

#include <gtest/gtest.h>

#include "collect/limits.h"
#include "collect/otlp_json.h"
#include "format/json.h"
#include "format/protobuf.h"

namespace firn::collect {
namespace {

using format::Json;
using format::ProtobufWriter;

const Time kNow = FromEpochMicros(1'767'225'600'000'000);

std::string Nested(uint32_t field, const std::string& bytes) {
  ProtobufWriter out;
  out.Bytes(field, bytes);
  return out.Take();
}
std::string Text(std::string_view text) { return Nested(1, std::string(text)); }
std::string Pair(std::string_view key, const std::string& any) {
  return Nested(1, std::string(key)) + Nested(2, any);
}
// A request with one resource, one scope and these items.
std::string Request(const std::string& resource, const std::string& scope,
                    const std::vector<std::string>& items) {
  std::string group = Nested(1, scope);
  for (const auto& item : items) group += Nested(2, item);
  return Nested(1, Nested(2, group) + Nested(1, resource));  // the resource comes last, as it may
}
Json Parsed(const std::string& record) {
  auto json = format::ParseJson(record);
  EXPECT_TRUE(json) << record;
  return json ? *json : Json();
}
Json OnlyLog(const std::string& record) {
  const auto decoded = DecodeLogs(Request("", "", {record}), kNow);
  EXPECT_TRUE(decoded);
  if (!decoded || decoded->of(Table::kLogs).size() != 1) return Json();
  return Parsed(decoded->of(Table::kLogs)[0]);
}

TEST(OtlpLogs, WritesEveryColumn) {
  ProtobufWriter log;
  log.Fixed64(1, 1'795'132'591'348'574'831);
  log.Fixed64(11, 1'795'132'591'348'574'999);
  log.Varint(2, 9);
  log.Bytes(3, "Info");
  log.Bytes(5, Text("hello \"you\"\n"));
  log.Bytes(6, Pair("k", Text("v")));
  log.Bytes(9, std::string(15, '\0') + "\x01");
  log.Bytes(10, std::string(7, '\0') + "\xff");
  log.Bytes(12, "clicked");
  const std::string resource = Nested(1, Pair("service.name", Text("shop"))) +
                               Nested(1, Pair("service.namespace", Text("ns"))) +
                               Nested(1, Pair("service.instance.id", Text("i-1")));
  const std::string scope = Nested(1, "lib") + Nested(2, "1.2") + Nested(3, Pair("s", Text("t")));
  const auto decoded = DecodeLogs(Request(resource, scope, {log.bytes()}), kNow);
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->of(Table::kLogs).size(), 1u);
  EXPECT_EQ(decoded->rejected, 0u);
  EXPECT_EQ(Parsed(decoded->of(Table::kLogs)[0]), Parsed(R"({
      "timestamp": 1795132591348574, "observed_timestamp": 1795132591348574999,
      "trace_id": "00000000000000000000000000000001", "span_id": "00000000000000ff",
      "severity_number": 9, "severity_text": "Info", "body": "hello \"you\"\n",
      "service_name": "shop", "service_namespace": "ns", "service_instance_id": "i-1",
      "resource_attributes":
        "{\"service.name\":\"shop\",\"service.namespace\":\"ns\",\"service.instance.id\":\"i-1\"}",
      "scope_name": "lib", "scope_version": "1.2", "scope_attributes": "{\"s\":\"t\"}",
      "log_attributes": "{\"k\":\"v\",\"event.name\":\"clicked\"}"})"));
}

TEST(OtlpLogs, DefaultsForWhatIsAbsent) {
  EXPECT_EQ(OnlyLog(""), Parsed(R"({"timestamp": 1767225600000000, "severity_number": 0,
      "severity_text": "UNSPECIFIED", "service_name": "unknown_service",
      "resource_attributes": "{}", "scope_attributes": "{}", "log_attributes": "{}"})"));
  ProtobufWriter log;
  log.Fixed64(11, 5000);
  log.Varint(2, 17);
  log.Bytes(9, std::string(16, '\0'));
  log.Bytes(10, "short");
  const Json record = OnlyLog(log.bytes());
  EXPECT_EQ(record["timestamp"], Json(5));
  EXPECT_EQ(record["observed_timestamp"], Json(5000));
  EXPECT_EQ(record["severity_text"], Json("ERROR"));
  EXPECT_EQ(record.Find("trace_id"), nullptr);
  EXPECT_EQ(record.Find("span_id"), nullptr);
}

TEST(OtlpLogs, KeepsNestedValuesAndReplacesBadText) {
  const std::string list = Nested(5, Nested(1, Text("a")) + Nested(1, ""));
  ProtobufWriter number;
  number.Varint(3, static_cast<uint64_t>(-7));
  ProtobufWriter real;
  real.Double(4, 0.1);
  const std::string map =
      Nested(6, Nested(1, Pair("l", list)) + Nested(1, Pair("n", number.bytes())));
  EXPECT_EQ(OnlyLog(Nested(5, map))["body"], Json(R"({"l":["a",null],"n":-7})"));
  EXPECT_EQ(OnlyLog(Nested(5, real.bytes()))["body"], Json("0.1"));
  EXPECT_EQ(OnlyLog(Nested(5, Nested(7, "\xff\x01")))["body"], Json("\"/wE=\""));
  EXPECT_EQ(OnlyLog(Nested(5, Text("a\xff\xc3\xa9\xc3")))["body"], Json("a\uFFFD\u00e9\uFFFD"));
  EXPECT_EQ(OnlyLog(Nested(5, Text("null")))["body"], Json("null"));
  EXPECT_EQ(OnlyLog(Nested(5, Text("")))["body"], Json(""));
  EXPECT_EQ(OnlyLog(Nested(5, "")).Find("body"), nullptr);
}

TEST(OtlpLogs, BoundsDepth) {
  std::string value = Text("x");
  for (int i = 0; i < kValueDepthMax; ++i) value = Nested(5, Nested(1, value));
  EXPECT_TRUE(DecodeLogs(Request("", "", {Nested(6, Pair("k", value))}), kNow));
  value = Nested(5, Nested(1, value));
  const auto deeper = DecodeLogs(Request("", "", {Nested(6, Pair("k", value))}), kNow);
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.error().kind, Kind::kInvalid);
}

TEST(OtlpLogs, RejectsWhatFirehoseWouldNotTake) {
  const std::string large(kRecordBytesMax, 'x');
  const auto decoded = DecodeLogs(Request("", "", {Nested(5, Text(large)), ""}), kNow);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->rejected, 1u);
  EXPECT_EQ(decoded->of(Table::kLogs).size(), 1u);
  const auto heavy = DecodeLogs(Request(Nested(1, Pair("k", Text(large))), "", {"", "", ""}), kNow);
  ASSERT_TRUE(heavy);
  EXPECT_EQ(heavy->rejected, 3u);
  EXPECT_TRUE(heavy->of(Table::kLogs).empty());
  ProtobufWriter late;
  late.Fixed64(1, UINT64_MAX);
  EXPECT_EQ(DecodeLogs(Request("", "", {late.bytes()}), kNow)->rejected, 1u);
}

TEST(OtlpLogs, BoundsAllRecords) {
  const std::string resource = Nested(1, Pair("k", Text(std::string(kRecordBytesMax / 2, 'x'))));
  const size_t fit = kDecodedBytesMax / (kRecordBytesMax / 2);
  const auto most = DecodeLogs(Request(resource, "", std::vector<std::string>(fit - 1)), kNow);
  EXPECT_TRUE(most);
  const auto more = DecodeLogs(Request(resource, "", std::vector<std::string>(fit + 1)), kNow);
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, Kind::kUnsupported);
}

TEST(OtlpLogs, EveryTruncationIsRefusedOrReadWhole) {
  ProtobufWriter log;
  log.Fixed64(1, 1);
  log.Bytes(5, Text("body"));
  log.Bytes(6, Pair("k", Text("v")));
  const std::string bytes = Request(Nested(1, Pair("service.name", Text("s"))), "", {log.bytes()});
  for (size_t size = 1; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeLogs(bytes.substr(0, size), kNow)) << size;
  }
  EXPECT_FALSE(DecodeLogs(Request("", "", {Nested(1, "a time as text")}), kNow));
  EXPECT_TRUE(DecodeLogs("", kNow));
}

constexpr std::string_view kTracesJson = R"({"resourceSpans": [{"resource": {"attributes": [
      {"key": "service.name", "value": {"stringValue": "shop"}}]}, "scopeSpans": [{"spans": [{
  "traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "eee19b7ec3c1b174",
  "parentSpanId": "eee19b7ec3c1b173", "name": "op", "kind": "SPAN_KIND_SERVER", "unknown": {},
  "startTimeUnixNano": "1544712660000000999", "endTimeUnixNano": 1544712661000000000,
  "attributes": [{"key": "i", "value": {"intValue": "9007199254740993"}},
                 {"key": "b", "value": {"boolValue": true}},
                 {"key": "y", "value": {"bytesValue": "AQI="}}],
  "events": [{"timeUnixNano": "7", "name": "e", "attributes": []}],
  "links": [{"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174"}],
  "droppedEventsCount": 2, "flags": 257, "status": {"code": 2, "message": "bad"}}]}]}]})";

TEST(OtlpTraces, ReadsJson) {
  const auto protobuf = ProtobufOfOtlpJson(Signal::kTraces, kTracesJson);
  ASSERT_TRUE(protobuf) << protobuf.error().message;
  const auto decoded = DecodeTraces(*protobuf);
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->of(Table::kTraces).size(), 1u);
  const std::string id = "5b8efff798038103d269b633813fc60c";
  Json expected = Parsed(R"({"timestamp": 1544712660000000, "end_timestamp": 1544712661000000000,
      "duration": 999999001, "trace_id": "", "span_id": "eee19b7ec3c1b174",
      "parent_span_id": "eee19b7ec3c1b173", "service_name": "shop", "span_name": "op",
      "span_kind": 2, "status_code": 2, "status_message": "bad", "scope_attributes": "{}",
      "resource_attributes": "{\"service.name\":\"shop\"}",
      "span_attributes": "{\"i\":9007199254740993,\"b\":true,\"y\":\"AQI=\"}",
      "events_json":
        "[{\"time_unix_nano\":7,\"name\":\"e\",\"attributes\":{},\"dropped_attributes_count\":0}]",
      "dropped_attributes_count": 0, "dropped_events_count": 2, "dropped_links_count": 0,
      "flags": 257})");
  expected.Set("trace_id", id);
  expected.Set("links_json", R"([{"trace_id":")" + id +
                                 R"(","span_id":"eee19b7ec3c1b174","trace_state":"","flags":0,)" +
                                 R"("attributes":{},"dropped_attributes_count":0}])");
  EXPECT_EQ(Parsed(decoded->of(Table::kTraces)[0]), expected);
}

// Whatever a damaged request still holds is valid JSON, in every record.
TEST(OtlpTraces, DamageIsRefusedOrStillGivesJson) {
  const auto protobuf = ProtobufOfOtlpJson(Signal::kTraces, kTracesJson);
  ASSERT_TRUE(protobuf);
  size_t refused = 0;
  for (size_t at = 0; at < protobuf->size(); ++at) {
    for (const int flip : {0x01, 0x08, 0x80, 0xff}) {
      std::string damaged = *protobuf;
      damaged[at] = static_cast<char>(damaged[at] ^ flip);
      const auto decoded = DecodeTraces(damaged);
      refused += decoded ? 0 : 1;
      if (!decoded) continue;
      for (const auto& record : decoded->of(Table::kTraces))
        EXPECT_TRUE(Parsed(record).is_object());
    }
  }
  EXPECT_GT(refused, 0u);
}

TEST(OtlpTraces, DurationsOfOpenAndBackwardSpans) {
  ProtobufWriter open, backward;
  open.Fixed64(7, 5000);
  backward.Fixed64(7, 5000);
  backward.Fixed64(8, 4000);
  const auto decoded = DecodeTraces(Request("", "", {open.bytes(), backward.bytes()}));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(Parsed(decoded->of(Table::kTraces)[0])["duration"], Json(0));
  EXPECT_EQ(Parsed(decoded->of(Table::kTraces)[1])["duration"], Json(-1000));
}

TEST(OtlpMetrics, StoresSumsAndGaugesAndCountsTheRest) {
  const auto protobuf = ProtobufOfOtlpJson(Signal::kMetrics, R"({"resourceMetrics": [{
    "scopeMetrics": [{"scope": {"name": "m"}, "metrics": [
     {"name": "requests", "unit": "1", "sum": {"isMonotonic": true, "aggregationTemporality": 2,
       "dataPoints": [{"startTimeUnixNano": "1000", "timeUnixNano": "3000", "asInt": "-42",
         "attributes": [{"key": "a", "value": {"stringValue": "b"}}],
         "exemplars": [{"timeUnixNano": "2", "asDouble": 0.5}]}]}},
     {"name": "load", "gauge": {"dataPoints": [{"timeUnixNano": 4000, "asDouble": 0.75},
       {"asDouble": "NaN"}, {"timeUnixNano": 1, "flags": 1}]}},
     {"name": "h", "histogram": {"dataPoints": [{}, {}]}},
     {"name": "e", "exponentialHistogram": {"dataPoints": [{}]}},
     {"name": "q", "summary": {"dataPoints": [{}]}}]}]}]})");
  ASSERT_TRUE(protobuf) << protobuf.error().message;
  const auto decoded = DecodeMetrics(*protobuf);
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->of(Table::kSum).size(), 1u);
  ASSERT_EQ(decoded->of(Table::kGauge).size(), 1u);
  EXPECT_EQ(decoded->rejected, 6u);
  for (const char* reason : {"histogram points", "exponential", "summary", "finite", "recorded"}) {
    EXPECT_NE(decoded->reasons.find(reason), std::string::npos) << reason;
  }
  EXPECT_EQ(Parsed(decoded->of(Table::kSum)[0]), Parsed(R"({"timestamp": 3, "start_timestamp": 1000,
      "metric_name": "requests", "metric_unit": "1", "value": -42,
      "service_name": "unknown_service", "resource_attributes": "{}", "scope_name": "m",
      "scope_attributes": "{}", "metric_attributes": "{\"a\":\"b\"}", "flags": 0,
      "exemplars_json":
        "[{\"time_unix_nano\":2,\"value\":0.5,\"trace_id\":\"\",\"span_id\":\"\",\"filtered_attributes\":{}}]",
      "aggregation_temporality": 2, "is_monotonic": true})"));
  EXPECT_EQ(Parsed(decoded->of(Table::kGauge)[0])["value"], Json(0.75));
  EXPECT_EQ(Parsed(decoded->of(Table::kGauge)[0]).Find("is_monotonic"), nullptr);
}

TEST(OtlpJson, RefusesWrongValuesByName) {
  const auto refused = [](std::string_view record) {
    const auto result =
        ProtobufOfOtlpJson(Signal::kLogs, R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[)" +
                                              std::string(record) + "]}]}]}");
    return result ? std::string() : result.error().message;
  };
  EXPECT_EQ(
      refused(R"({"timeUnixNano":"18446744073709551615","severityNumber":"SEVERITY_NUMBER_WARN",
                        "traceId":null,"body":{"doubleValue":"-Infinity"}})"),
      "");
  EXPECT_NE(refused(R"({"timeUnixNano":"18446744073709551616"})").find("timeUnixNano"),
            std::string::npos);
  EXPECT_NE(refused(R"({"timeUnixNano":-1})"), "");
  EXPECT_NE(refused(R"({"timeUnixNano":1.5})"), "");
  EXPECT_NE(refused(R"({"timeUnixNano":" 1"})"), "");
  EXPECT_NE(refused(R"({"severityNumber":"LOUD"})"), "");
  EXPECT_NE(refused(R"({"severityNumber":4294967296})"), "");
  EXPECT_NE(refused(R"({"traceId":"xyz"})"), "");
  EXPECT_NE(refused(R"({"body":"text"})"), "");
  EXPECT_NE(refused(R"({"body":{"bytesValue":"*"}})"), "");
  EXPECT_NE(refused(R"({"attributes":{}})"), "");
  EXPECT_NE(refused("7"), "");
  EXPECT_FALSE(ProtobufOfOtlpJson(Signal::kLogs, "[]"));
  EXPECT_FALSE(ProtobufOfOtlpJson(Signal::kLogs, "{"));
  EXPECT_TRUE(ProtobufOfOtlpJson(Signal::kLogs, "{}"));
}

}  // namespace
}  // namespace firn::collect
