#include "collect/collector.h"

#include <utility>

#include "base/encoding.h"
#include "collect/events.h"
#include "collect/otlp.h"
#include "collect/request_body.h"

namespace firn::collect {
namespace {

constexpr std::string_view kEventsPrefix = "/events/";

std::optional<Signal> SignalOf(std::string_view path) {
  if (path == "/v1/logs") return Signal::kLogs;
  if (path == "/v1/traces") return Signal::kTraces;
  if (path == "/v1/metrics") return Signal::kMetrics;
  return std::nullopt;
}

wire::HttpResponse WrongMethod(std::string_view allowed) {
  auto response = Refused(Encoding::kJson, 405, "the method is not allowed here");
  response.headers.Add("Allow", std::string(allowed));
  return response;
}

wire::HttpResponse TooBusy(Encoding encoding) {
  return Busy(encoding, 429, kRetryAfterBusySeconds, "too many bytes are in flight");
}

wire::HttpResponse NotTaken(Encoding encoding, const Error& error) {
  const std::string message = "the delivery stream did not take the records: " + error.message;
  if (error.kind == Kind::kThrottled) {
    return Busy(encoding, 429, kRetryAfterBusySeconds, message);
  }
  // Also for a stream that is missing or denied: its owner can mend that while senders keep theirs.
  return Busy(encoding, 503, kRetryAfterUnavailableSeconds, message);
}

wire::HttpResponse BadBody(Encoding encoding, const BodyError& error) {
  auto response = Refused(encoding, error.http_status, error.message);
  if (error.http_status == 415) response.headers.Add("Accept-Encoding", "gzip, zstd, deflate");
  return response;
}

wire::HttpResponse WrongEvents(const Events& events) {
  std::string message = std::to_string(events.wrong_count) + " events are wrong, none is stored:";
  const char* separator = " ";
  for (const auto& [number, reason] : events.wrong) {
    message += std::exchange(separator, "; ") + ("line " + std::to_string(number)) + ": " + reason;
  }
  return Refused(Encoding::kJson, 400, message);
}

}  // namespace

wire::HttpResponse RefusedBody(const wire::HttpRequest& request, int status,
                               std::string_view reason) {
  const bool protobuf =
      SignalOf(request.path) && ContentTypeOf(request) == "application/x-protobuf";
  return Refused(protobuf ? Encoding::kProtobuf : Encoding::kJson, status,
                 status == 413 ? "the body exceeds 16 MiB" : reason);
}

// Bytes that count as in flight until the request is answered.
class Collector::Reservation {
 public:
  explicit Reservation(Collector& collector) : collector_(collector) {}
  ~Reservation() { collector_.in_flight_bytes_ -= held_; }
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  // False when the bytes do not fit beside what is in flight.
  bool Add(size_t bytes) {
    held_ += bytes;
    return (collector_.in_flight_bytes_ += bytes) <= collector_.options_.in_flight_bytes_max;
  }

 private:
  Collector& collector_;
  size_t held_ = 0;
};

Collector::Collector(api::Firehose& firehose, std::function<api::Call()> make_call,
                     CollectorOptions options, const sys::Clock& clock, sys::Pause& pause,
                     sys::Random& random)
    : options_(std::move(options)),
      clock_(clock),
      sender_(firehose, std::move(make_call), clock, pause, random) {}

wire::HttpResponse Collector::Handle(const wire::HttpRequest& request) {
  const std::string_view path = request.path;
  if (path == "/healthz") {
    if (request.method != "GET") return WrongMethod("GET");
    wire::HttpResponse response;
    response.headers.Add("Content-Type", "text/plain; charset=utf-8");
    response.body = wire::Body(std::string("ok\n"));
    return response;
  }
  const auto signal = SignalOf(path);
  if (!signal && !path.starts_with(kEventsPrefix)) {
    return Refused(Encoding::kJson, 404, "there is nothing at this path");
  }
  if (request.method != "POST") return WrongMethod("POST");
  if (signal) return Export(*signal, request);
  return PutEvents(path.substr(kEventsPrefix.size()), request);
}

const std::string& Collector::StreamOf(Table table) const {
  switch (table) {
    case Table::kLogs: return options_.logs;
    case Table::kTraces: return options_.traces;
    case Table::kSum: return options_.sum;
    case Table::kGauge: return options_.gauge;
  }
  return options_.logs;
}

wire::HttpResponse Collector::Export(Signal signal, const wire::HttpRequest& request) {
  const std::string type = ContentTypeOf(request);
  if (type != "application/x-protobuf" && type != "application/json") {
    return Refused(Encoding::kJson, 415,
                   "the content type is neither application/x-protobuf nor application/json");
  }
  const Encoding encoding = type == "application/json" ? Encoding::kJson : Encoding::kProtobuf;
  if ((signal == Signal::kLogs && options_.logs.empty()) ||
      (signal == Signal::kTraces && options_.traces.empty()) ||
      (signal == Signal::kMetrics && options_.sum.empty() && options_.gauge.empty())) {
    return Refused(encoding, 404, "this signal has no delivery stream");
  }
  Reservation reservation(*this);
  if (!reservation.Add(request.body.size())) return TooBusy(encoding);
  std::string storage;
  BodyError error;
  const auto bytes = ReadBody(request, storage, error);
  if (!bytes) return BadBody(encoding, error);
  if (!reservation.Add(storage.size())) return TooBusy(encoding);
  return ExportBytes(signal, encoding, *bytes, reservation);
}

wire::HttpResponse Collector::ExportBytes(Signal signal, Encoding encoding, std::string_view bytes,
                                          Reservation& reservation) {
  auto decoded = Decode(signal, encoding, bytes);
  if (!decoded) {
    const int status = decoded.error().kind == Kind::kUnsupported ? 413 : 400;
    return Refused(encoding, status, decoded.error().message);
  }
  if (!reservation.Add(decoded->bytes)) return TooBusy(encoding);
  if (auto sent = SendAll(*decoded); !sent) return NotTaken(encoding, sent.error());
  return Accepted(encoding, signal, decoded->rejected, decoded->reasons);
}

Result<Decoded> Collector::Decode(Signal signal, Encoding encoding, std::string_view bytes) const {
  std::string translated;
  if (encoding == Encoding::kJson) {
    FIRN_TRY(translated, ProtobufOfOtlpJson(signal, bytes));
    bytes = translated;
  }
  switch (signal) {
    case Signal::kLogs: return DecodeLogs(bytes, clock_.Now());
    case Signal::kTraces: return DecodeTraces(bytes);
    case Signal::kMetrics: return DecodeMetrics(bytes);
  }
  return Fail(Kind::kInternal, "no such signal");
}

Result<void> Collector::SendAll(Decoded& decoded) {
  for (const Table table : {Table::kLogs, Table::kTraces, Table::kSum, Table::kGauge}) {
    auto& records = decoded.records[static_cast<size_t>(table)];
    if (records.empty()) continue;
    if (StreamOf(table).empty()) {
      decoded.Reject(records.size(), table == Table::kSum ? "sums have no delivery stream"
                                                          : "gauges have no delivery stream");
      continue;
    }
    FIRN_OK(sender_.Send(StreamOf(table), std::move(records)));
  }
  return {};
}

wire::HttpResponse Collector::PutEvents(std::string_view name, const wire::HttpRequest& request) {
  const auto plain = PercentDecode(name);
  std::optional<std::string> stream;
  if (plain && !plain->empty() && options_.events_stream) stream = options_.events_stream(*plain);
  if (!stream) return Refused(Encoding::kJson, 404, "there is no such stream of events");
  const std::string type = ContentTypeOf(request);
  if (type != "application/json" && type != "application/x-ndjson") {
    return Refused(Encoding::kJson, 415,
                   "the content type is neither application/json nor application/x-ndjson");
  }
  Reservation reservation(*this);
  if (!reservation.Add(request.body.size())) return TooBusy(Encoding::kJson);
  std::string storage;
  BodyError error;
  const auto bytes = ReadBody(request, storage, error);
  if (!bytes) return BadBody(Encoding::kJson, error);
  // The records repeat the body once more.
  if (!reservation.Add(storage.size() + bytes->size())) return TooBusy(Encoding::kJson);
  auto events = ReadEvents(*bytes);
  if (!events) return Refused(Encoding::kJson, 400, events.error().message);
  if (events->wrong_count > 0) return WrongEvents(*events);
  const size_t count = events->records.size();
  if (auto sent = sender_.Send(*stream, std::move(events->records)); !sent) {
    return NotTaken(Encoding::kJson, sent.error());
  }
  wire::HttpResponse response;
  response.headers.Add("Content-Type", "application/json");
  response.body = wire::Body("{\"accepted\":" + std::to_string(count) + "}");
  return response;
}

}  // namespace firn::collect
