#include "collect/collector.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "base/encoding.h"
#include "collect/testing/fake_firehose.h"
#include "format/compress.h"
#include "format/json.h"
#include "format/protobuf.h"
#include "sys/testing/fake_pause.h"
#include "sys/testing/fake_random.h"

namespace firn::collect {
namespace {

using format::Json;
using testing::FakeFirehose;

struct CollectorTest : ::testing::Test {
  FakeFirehose firehose;
  sys::testing::FakeClock clock;
  sys::testing::FakePause pause{clock};
  sys::testing::FakeRandom random;
  CollectorOptions options{"lake-logs", "lake-traces", "lake-sum", "lake-gauge",
                           [](std::string_view name) -> std::optional<std::string> {
                             if (name == "orders") return "lake-orders";
                             return std::nullopt;
                           }};

  wire::HttpResponse Handle(const wire::HttpRequest& request) {
    Collector collector(
        firehose, [] { return api::Call(); }, options, clock, pause, random);
    auto response = collector.Handle(request);
    EXPECT_EQ(collector.in_flight_bytes(), 0u);
    return response;
  }
  static wire::HttpRequest Post(std::string path, std::string type, std::string body,
                                std::string encoding = "") {
    wire::HttpRequest request;
    request.method = "POST";
    request.path = std::move(path);
    request.headers.Add("cOnTeNt-TyPe", std::move(type));
    if (!encoding.empty()) request.headers.Add("CONTENT-ENCODING", std::move(encoding));
    request.body = wire::Body(std::move(body));
    return request;
  }
  static wire::HttpRequest OneLog() { return Post("/v1/logs", "application/json", kOneLog); }

  static constexpr const char* kOneLog =
      R"({"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"hi"}}]}]}]})";
};

Json ReadJson(const std::string& text) {
  auto json = format::ParseJson(text);
  EXPECT_TRUE(json) << text.substr(0, 200);
  return json ? *json : Json();
}

// One export captured from seven services, and what the official classes count in it.
TEST_F(CollectorTest, StoresTheCaptureAsCounted) {
  const std::string folder = FIRN_SOURCE_DIR "/lakes/capture/";
  std::ifstream expected_file(folder + "expected.json");
  const Json expected = ReadJson(std::string(std::istreambuf_iterator<char>(expected_file), {}));
  std::ifstream capture(folder + "otlp.capture");
  std::string line;
  std::getline(capture, line);  // the header
  int64_t requests = 0, rejected = 0;
  while (std::getline(capture, line)) {
    const Json entry = ReadJson(line);
    const auto response = Handle(Post(
        std::string(entry["path"].string_or("")), std::string(entry["content_type"].string_or("")),
        *Base64Decode(entry["body"].string_or("")), std::string(entry["encoding"].string_or(""))));
    ASSERT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.Get("content-type"), "application/x-protobuf");
    ++requests;
    format::ProtobufReader reader(response.body.bytes());
    while (reader.Next()) {
      format::ProtobufReader partial(reader.AsBytes());
      if (partial.Next()) rejected += partial.AsInt64();
    }
  }
  EXPECT_EQ(requests, expected["requests"].integer_or(-1));
  int64_t not_stored = 0;
  for (const auto& [kind, count] : expected["not_stored"].object())
    not_stored += count.integer_or(0);
  EXPECT_EQ(rejected, not_stored);

  std::map<std::string, int64_t> spans, logs, error_spans, error_logs;
  std::map<std::string, double> totals;
  std::map<int64_t, std::string> durations;
  for (const auto& [table, count] : expected["rows"].object()) {
    EXPECT_EQ(static_cast<int64_t>(firehose.records["lake-" + table].size()), count.integer_or(-1));
    for (const std::string& text : firehose.records["lake-" + table]) {
      const Json row = ReadJson(text);
      const std::string service(row["service_name"].string_or(""));
      EXPECT_EQ(row["service_namespace"], Json("shop"));
      if (table == "traces") {
        ++spans[service];
        error_spans[service] += row["status_code"].integer_or(0) == 2;
        durations[row["duration"].integer_or(-1)] = row["span_id"].string_or("");
      } else if (table == "logs") {
        ++logs[service];
        error_logs[service] += row["severity_number"].integer_or(0) >= 17;
      } else {
        const std::string name(row["metric_name"].string_or(""));
        totals[service + " " + table + " " + name] += row["value"].number_or(0);
      }
    }
  }
  const auto same = [&](std::string_view key, std::map<std::string, int64_t>& counts) {
    for (const auto& [service, count] : expected[key].object()) {
      EXPECT_EQ(counts[service], count.integer_or(-1)) << key << " " << service;
    }
  };
  same("spans_by_service", spans);
  same("error_spans_by_service", error_spans);
  same("logs_by_service", logs);
  same("error_logs_by_service", error_logs);
  EXPECT_EQ(totals.size(), expected["value_totals"].object().size());
  for (const auto& [name, total] : expected["value_totals"].object()) {
    EXPECT_NEAR(totals[name], total.number_or(-1), 0.001) << name;
  }
  auto longest = durations.rbegin();
  for (const Json& span : expected["slowest_spans"].array()) {
    EXPECT_EQ(longest->first, span["duration_ns"].integer_or(-1));
    EXPECT_EQ(Json((longest++)->second), span["span_id"]);
  }
}

TEST_F(CollectorTest, EveryEncodingGivesTheSameRecords) {
  const std::string body = kOneLog;
  const auto protobuf = ProtobufOfOtlpJson(Signal::kLogs, body);
  ASSERT_TRUE(protobuf);
  const std::string type = "Application/JSON; charset=utf-8";
  EXPECT_EQ(Handle(Post("/v1/logs", type, body)).status, 200);
  EXPECT_EQ(Handle(Post("/v1/logs", type, format::GzipCompress(body), "GZIP")).status, 200);
  EXPECT_EQ(Handle(Post("/v1/logs", type, format::ZstdCompress(body), "zstd")).status, 200);
  EXPECT_EQ(Handle(Post("/v1/logs", type, format::ZlibCompress(body), "deflate")).status, 200);
  EXPECT_EQ(Handle(Post("/v1/logs", type, body, "identity")).status, 200);
  EXPECT_EQ(Handle(Post("/v1/logs", "application/x-protobuf", *protobuf)).status, 200);
  const auto& records = firehose.records["lake-logs"];
  ASSERT_EQ(records.size(), 6u);
  EXPECT_EQ(std::set<std::string>(records.begin(), records.end()).size(), 1u);
}

TEST_F(CollectorTest, RefusesMalformedBodiesAndStoresNothing) {
  for (const auto& request : {Post("/v1/logs", "application/x-protobuf", "\x0a\x7f"),
                              Post("/v1/traces", "application/x-protobuf", "plain text"),
                              Post("/v1/logs", "application/x-protobuf", "not gzip", "gzip")}) {
    const auto response = Handle(request);
    EXPECT_EQ(response.status, 400);
    EXPECT_FALSE(response.headers.Has("Retry-After"));
    EXPECT_EQ(response.headers.Get("content-type"), "application/x-protobuf");
    format::ProtobufReader status(response.body.bytes());
    ASSERT_TRUE(status.Next());
    EXPECT_EQ(status.AsInt32(), 3);
  }
  const auto response = Handle(Post("/v1/metrics", "application/json", "{"));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(ReadJson(std::string(response.body.bytes()))["code"], Json(3));
  EXPECT_TRUE(firehose.batch_sizes.empty());
}

TEST_F(CollectorTest, RefusesWhatIsNotOffered) {
  EXPECT_EQ(Handle(Post("/v1/logs", "text/plain", "")).status, 415);
  EXPECT_EQ(Handle(Post("/v1/logs", "", "")).status, 415);
  const auto brotli = Handle(Post("/v1/logs", "application/json", "{}", "br"));
  EXPECT_EQ(brotli.status, 415);
  EXPECT_EQ(brotli.headers.Get("accept-encoding"), "gzip, zstd, deflate");
  EXPECT_EQ(Handle(Post("/v1/logs/", "application/json", "{}")).status, 404);
  EXPECT_EQ(Handle(Post("/", "application/json", "{}")).status, 404);
  EXPECT_EQ(Handle(Post("/events/unknown", "application/json", "{}")).status, 404);
  EXPECT_EQ(Handle(Post("/events/", "application/json", "{}")).status, 404);
  auto get = OneLog();
  get.method = "GET";
  EXPECT_EQ(Handle(get).status, 405);
  EXPECT_EQ(Handle(get).headers.Get("allow"), "POST");
  get.path = "/healthz";
  EXPECT_EQ(Handle(get).status, 200);
  EXPECT_EQ(Handle(Post("/healthz", "", "")).status, 405);
  options.logs.clear();
  EXPECT_EQ(Handle(OneLog()).status, 404);
}

TEST_F(CollectorTest, BoundsBodies) {
  const std::string most(kBodyBytesMax, ' ');
  EXPECT_EQ(Handle(Post("/events/orders", "application/json", most)).status, 200);
  EXPECT_EQ(Handle(Post("/events/orders", "application/json", most + " ")).status, 413);
  const std::string plain(kDecompressedBytesMax, ' ');
  const auto put = [&](const std::string& text) {
    return Handle(Post("/events/orders", "application/json", format::GzipCompress(text), "gzip"));
  };
  EXPECT_EQ(put(plain).status, 200);
  EXPECT_EQ(put(plain + " ").status, 400);
}

TEST_F(CollectorTest, PushesBackWhenTooMuchIsInFlight) {
  options.in_flight_bytes_max = 10;
  const auto response = Handle(OneLog());
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.headers.Get("retry-after"), "1");
  EXPECT_TRUE(firehose.batch_sizes.empty());
}

TEST_F(CollectorTest, CountsWhatAnotherRequestHolds) {
  options.in_flight_bytes_max = 1200;
  Collector collector(
      firehose, [] { return api::Call(); }, options, clock, pause, random);
  int inner = 0;
  const auto large = Post("/events/orders", "application/json", std::string(500, ' '));
  firehose.on_put = [&] { inner = collector.Handle(large).status; };
  EXPECT_EQ(collector.Handle(OneLog()).status, 200);
  EXPECT_EQ(inner, 429);
  EXPECT_EQ(collector.Handle(large).status, 200);
  EXPECT_EQ(collector.in_flight_bytes(), 0u);
}

TEST_F(CollectorTest, PassesThrottlingAndOutagesOn) {
  for (int i = 0; i < kPutAttemptsMax; ++i) {
    firehose.answers.push_back(FakeFirehose::FailAt({0}, "ServiceUnavailableException"));
  }
  const auto throttled = Handle(OneLog());
  EXPECT_EQ(throttled.status, 429);
  EXPECT_TRUE(throttled.headers.Has("Retry-After"));
  for (int i = 0; i < kPutAttemptsMax; ++i) {
    firehose.answers.push_back(FakeFirehose::FailCall(Kind::kUnavailable));
  }
  const auto down = Handle(OneLog());
  EXPECT_EQ(down.status, 503);
  EXPECT_EQ(down.headers.Get("RETRY-AFTER"), "5");
  EXPECT_EQ(ReadJson(std::string(down.body.bytes()))["code"], Json(14));
  firehose.answers.push_back(FakeFirehose::FailCall(Kind::kNotFound));
  EXPECT_EQ(Handle(OneLog()).status, 503);
  EXPECT_TRUE(firehose.records["lake-logs"].empty());
}

TEST_F(CollectorTest, AnswersAfterARetryThatWorked) {
  firehose.answers.push_back(FakeFirehose::FailAt({0}, "InternalFailure"));
  EXPECT_EQ(Handle(OneLog()).status, 200);
  EXPECT_EQ(firehose.records["lake-logs"].size(), 1u);
}

TEST_F(CollectorTest, SaysWhatItRejected) {
  const std::string body = R"({"resourceMetrics":[{"scopeMetrics":[{"metrics":[
      {"name":"q","summary":{"dataPoints":[{},{}]}},
      {"name":"s","sum":{"dataPoints":[{"asInt":1}]}}]}]}]})";
  options.sum.clear();
  const auto response = Handle(Post("/v1/metrics", "application/json", body));
  EXPECT_EQ(response.status, 200);
  const Json answer = ReadJson(std::string(response.body.bytes()));
  EXPECT_EQ(answer["partialSuccess"]["rejectedDataPoints"], Json("3"));
  EXPECT_EQ(answer["partialSuccess"]["errorMessage"],
            Json("summary points are not stored; sums have no delivery stream"));
  EXPECT_EQ(Handle(OneLog()).body.bytes(), "{}");
}

TEST_F(CollectorTest, StoresEventsOrNamesTheWrongOnes) {
  const auto stored =
      Handle(Post("/events/%6Frders", "application/x-ndjson", "{\"a\":1}\n{\"a\":2}\n"));
  EXPECT_EQ(stored.status, 200);
  EXPECT_EQ(stored.body.bytes(), "{\"accepted\":2}");
  EXPECT_EQ(firehose.records["lake-orders"], (std::vector<std::string>{"{\"a\":1}", "{\"a\":2}"}));
  const auto wrong = Handle(Post("/events/orders", "application/json", "{\"a\":3}\n[4]\n"));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_NE(wrong.body.bytes().find("line 2: not a JSON object"), std::string_view::npos);
  EXPECT_EQ(firehose.records["lake-orders"].size(), 2u);
}

}  // namespace
}  // namespace firn::collect
