#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "collect/answer.h"
#include "collect/decoded.h"
#include "collect/limits.h"
#include "collect/sender.h"
#include "wire/http.h"

namespace firn::collect {

// Where records go. A signal without a stream is answered 404; points of a metric kind without one
// are rejected and counted.
struct CollectorOptions {
  std::string logs, traces, sum, gauge;  // names of delivery streams
  // The delivery stream for POST /events/<name>; nothing when there is none. May be empty.
  std::function<std::optional<std::string>(std::string_view name)> events_stream;
  size_t in_flight_bytes_max = kInFlightBytesMax;
};

// The answer to a request whose body the listener does not take: as Collector would refuse it, in
// the request's own encoding.
wire::HttpResponse RefusedBody(const wire::HttpRequest& request, int status,
                               std::string_view reason);

// Answers OTLP/HTTP and JSON events by putting their records into delivery streams.
//
//   POST /v1/logs, /v1/traces, /v1/metrics   application/x-protobuf or application/json
//   POST /events/<name>                      application/json or application/x-ndjson
//   GET  /healthz
//
// Bodies may be compressed with gzip, zstd or deflate. 200 means that Firehose has acknowledged
// every record but those that the partial success counts. 400: malformed or too large decompressed;
// 404, 405, 413 and 415 as usual; 429: too much in flight or throttled; 503: Firehose does not
// take the records. The last two carry Retry-After; the sender keeps what it has.
//
// Crash story: nothing is kept here. Whatever was not answered was perhaps stored and is sent
// again. Threads: any.
class Collector {
 public:
  // See Sender for the parameters. References are borrowed for the collector's life.
  Collector(api::Firehose& firehose, std::function<api::Call()> make_call, CollectorOptions options,
            const sys::Clock& clock, sys::Pause& pause, sys::Random& random);
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  wire::HttpResponse Handle(const wire::HttpRequest& request);

  size_t in_flight_bytes() const { return in_flight_bytes_; }

 private:
  class Reservation;

  const std::string& StreamOf(Table table) const;
  wire::HttpResponse Export(Signal signal, const wire::HttpRequest& request);
  wire::HttpResponse ExportBytes(Signal signal, Encoding encoding, std::string_view bytes,
                                 Reservation& reservation);
  wire::HttpResponse PutEvents(std::string_view name, const wire::HttpRequest& request);
  Result<Decoded> Decode(Signal signal, Encoding encoding, std::string_view bytes) const;
  Result<void> SendAll(Decoded& decoded);

  CollectorOptions options_;
  const sys::Clock& clock_;
  Sender sender_;
  std::atomic<size_t> in_flight_bytes_ = 0;
};

}  // namespace firn::collect
