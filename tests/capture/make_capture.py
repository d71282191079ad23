#!/usr/bin/env python3
"""Makes the bundled capture of real OpenTelemetry traffic:  make_capture.py [OUTPUT_FOLDER]

Seven services of a shop (shop.py) run under the OpenTelemetry SDK for Python and export OTLP/HTTP protobuf to a
recording server on loopback. Ids, dice and the clock come from one seed, so a second run writes the same requests.

OUTPUT_FOLDER/otlp.capture   JSON Lines. First {"capture": 1, ...}, the version and what made it; then one object per
                             request in the order of arrival: path, content_type, encoding ("gzip" or ""), body (Base64
                             of the bytes on the wire).
OUTPUT_FOLDER/expected.json  what a store must hold afterwards, counted with the official protobuf classes."""
import base64
import collections
import gzip
import http.server
import json
import logging
import pathlib
import random
import sys
import threading
import time
import types
import uuid
import warnings


class Clock:
    """The time that the SDK and the shop see. It moves only when somebody works or waits for the next tick."""

    def __init__(self, start_ns):
        self.time = start_ns

    def now(self):
        return self.time

    def work(self, milliseconds):
        self.time += int(milliseconds * 1e6)


# 2026-11-19T23:56:30Z: six minutes that cross midnight, so that a table partitioned by day gets two partitions.
START = 1_795_132_590_000_000_000
TICKS, TICK_NS, VISITS_PER_TICK, SEED = 24, 15_000_000_000, 22, 20261119
CLOCK = Clock(START)
# The SDK takes this function by name when it is imported, so it must be in place before.
time.time_ns = CLOCK.now
# gzip writes the time into the head of every stream.
gzip.time = types.SimpleNamespace(time=lambda: CLOCK.now() / 1e9)

# pylint: disable=wrong-import-position
from opentelemetry.exporter.otlp.proto.http import Compression  # noqa: E402
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter  # noqa: E402
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter  # noqa: E402
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: E402
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest  # noqa: E402
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest  # noqa: E402
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest  # noqa: E402
from opentelemetry.sdk._logs import LoggerProvider, LoggingHandler  # noqa: E402
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor  # noqa: E402
from opentelemetry.sdk.metrics import Counter, Histogram, MeterProvider, ObservableCounter  # noqa: E402
from opentelemetry.sdk.metrics.export import AggregationTemporality, PeriodicExportingMetricReader  # noqa: E402
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation  # noqa: E402
from opentelemetry.sdk.resources import Resource  # noqa: E402
from opentelemetry.sdk.trace import SpanLimits, TracerProvider  # noqa: E402
from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: E402
from opentelemetry.sdk.trace.id_generator import IdGenerator  # noqa: E402
from opentelemetry.version import __version__ as SDK_VERSION  # noqa: E402

REQUESTS = {"/v1/logs": ExportLogsServiceRequest, "/v1/traces": ExportTraceServiceRequest,
            "/v1/metrics": ExportMetricsServiceRequest}
# Only force_flush and a full batch export: nothing depends on how fast this machine is.
NEVER_MS, BATCH = 3_600_000, 512


class SeededIds(IdGenerator):
    def __init__(self, rng):
        self.rng = rng

    def generate_span_id(self):
        return self.rng.getrandbits(64) or 1

    def generate_trace_id(self):
        return self.rng.getrandbits(128) or 1


class Recorder(http.server.BaseHTTPRequestHandler):
    requests = []

    def do_POST(self):  # pylint: disable=invalid-name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.requests.append({"path": self.path, "content_type": self.headers["Content-Type"],
                              "encoding": self.headers.get("Content-Encoding", ""), "body": body})
        self.send_response(200)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Telemetry:
    """One service's SDK: its resource, its three providers, and how it exports."""

    def __init__(self, name, endpoint, rng, *, compression=Compression.Gzip, delta=False, exponential=False, limits=None):
        resource = Resource({
            "service.name": name, "service.namespace": "shop", "service.version": "2.1.0",
            "service.instance.id": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
            "deployment.environment.name": "production", "host.name": f"node-{rng.randrange(1, 5)}",
            "host.ip": ["10.0.0.7", "fe80::7"], "process.pid": rng.randrange(2000, 9000),
            "telemetry.sdk.language": "python", "telemetry.sdk.name": "opentelemetry",
            "telemetry.sdk.version": SDK_VERSION, "k8s.pod": {"labels": {"app": name, "tier": "web"}, "ready": True}})
        self.tracers = TracerProvider(resource=resource, id_generator=SeededIds(rng), span_limits=limits or SpanLimits())
        self.tracers.add_span_processor(BatchSpanProcessor(
            OTLPSpanExporter(endpoint + "/v1/traces", compression=compression), schedule_delay_millis=NEVER_MS,
            max_queue_size=4 * BATCH, max_export_batch_size=BATCH))
        self.loggers = LoggerProvider(resource=resource)
        self.loggers.add_log_record_processor(BatchLogRecordProcessor(
            OTLPLogExporter(endpoint + "/v1/logs", compression=compression), schedule_delay_millis=NEVER_MS,
            max_queue_size=4 * BATCH, max_export_batch_size=BATCH))
        temporality = {kind: AggregationTemporality.DELTA for kind in (Counter, ObservableCounter, Histogram)} if delta else None
        aggregation = {Histogram: ExponentialBucketHistogramAggregation()} if exponential else None
        self.reader = PeriodicExportingMetricReader(
            OTLPMetricExporter(endpoint + "/v1/metrics", compression=compression, preferred_temporality=temporality,
                               preferred_aggregation=aggregation), export_interval_millis=NEVER_MS)
        self.meters = MeterProvider(resource=resource, metric_readers=[self.reader])

    def tracer(self, name, version):
        return self.tracers.get_tracer(name, version, attributes={"scope.team": "shop", "scope.tags": ["a", "b"]})

    def logger(self, name):
        return self.loggers.get_logger(name, "2.1.0")

    def meter(self, name, version):
        return self.meters.get_meter(name, version)

    def handler(self):
        warnings.simplefilter("ignore", DeprecationWarning)
        return LoggingHandler(logger_provider=self.loggers)

    def flush(self):
        assert self.tracers.force_flush() and self.loggers.force_flush()
        self.reader.collect()

    def close(self):
        # Closing exports the metrics once more, as it does in a real service that stops.
        self.tracers.shutdown()
        self.loggers.shutdown()
        self.meters.shutdown()


def load_shop():
    """shop.py compiled under its bare name: recorded stack traces must not depend on where the checkout lies."""
    source = pathlib.Path(__file__).with_name("shop.py").read_text(encoding="utf-8")
    module = types.ModuleType("shop")
    exec(compile(source, "shop.py", "exec"), module.__dict__)  # pylint: disable=exec-used
    return module


def log_records_on_clock():
    """Python's own logging dates its records by the wall clock and by thread; the capture must not."""
    made = logging.getLogRecordFactory()

    def factory(*arguments, **named):
        record = made(*arguments, **named)
        record.created = CLOCK.now() / 1e9
        return record
    logging.setLogRecordFactory(factory)


def run_shop(endpoint):
    shop, rng = load_shop(), random.Random(SEED)
    # The SDK draws its exemplars from the module's own generator.
    random.seed(SEED)
    log_records_on_clock()
    # The shop overflows its attribute limit on purpose.
    logging.getLogger("opentelemetry").setLevel(logging.ERROR)
    options = {"payments": {"delta": True}, "shipping": {"delta": True, "exponential": True},
               "search": {"compression": Compression.NoCompression},
               "recommendation": {"limits": SpanLimits(max_span_attributes=8, max_events=6)}}
    telemetry = {name: Telemetry(name, endpoint, rng, **options.get(name, {})) for name in (
        "search", "inventory", "payments", "shipping", "checkout", "recommendation", "frontend")}

    def parts(name):
        return telemetry[name], CLOCK, rng
    search, inventory = shop.Search(*parts("search")), shop.Inventory(*parts("inventory"))
    payments, shipping = shop.Payments(*parts("payments")), shop.Shipping(*parts("shipping"))
    checkout = shop.Checkout(inventory, payments, shipping, *parts("checkout"))
    recommendation = shop.Recommendation(telemetry["recommendation"].handler(), *parts("recommendation"))
    frontend = shop.Frontend(search, checkout, recommendation, *parts("frontend"))
    for tick in range(TICKS):
        for start in sorted(rng.randrange(TICK_NS * 9 // 10) for _ in range(VISITS_PER_TICK)):
            CLOCK.time = START + tick * TICK_NS + start
            frontend.visit()
        CLOCK.time = START + (tick + 1) * TICK_NS
        shipping.dispatch(inventory)
        frontend.heartbeat(tick)
        CLOCK.time = max(CLOCK.time, START + (tick + 1) * TICK_NS + 200_000_000)
        for one in telemetry.values():
            one.flush()
    for one in telemetry.values():
        one.close()


def decoded(request):
    body = gzip.decompress(request["body"]) if request["encoding"] == "gzip" else request["body"]
    message = REQUESTS[request["path"]]()
    message.ParseFromString(body)
    return message


def service_of(resource):
    return next(pair.value.string_value for pair in resource.attributes if pair.key == "service.name")


def count(requests):
    """What the four tables must hold, from the bytes on the wire and nothing else."""
    rows, not_stored = collections.Counter(), collections.Counter()
    spans_by, logs_by, errors_by, error_logs_by = (collections.Counter() for _ in range(4))
    slowest, first, last, totals = [], [], [], collections.Counter()
    for request in requests:
        message = decoded(request)
        for group in getattr(message, "resource_spans", []):
            for span in (span for scope in group.scope_spans for span in scope.spans):
                rows["traces"] += 1
                spans_by[service_of(group.resource)] += 1
                errors_by[service_of(group.resource)] += span.status.code == 2
                slowest.append((span.end_time_unix_nano - span.start_time_unix_nano, span.span_id.hex(), span.name))
                first.append(span.start_time_unix_nano)
                last.append(span.end_time_unix_nano)
        for group in getattr(message, "resource_logs", []):
            for record in (record for scope in group.scope_logs for record in scope.log_records):
                rows["logs"] += 1
                logs_by[service_of(group.resource)] += 1
                error_logs_by[service_of(group.resource)] += record.severity_number >= 17
        for group in getattr(message, "resource_metrics", []):
            for metric in (metric for scope in group.scope_metrics for metric in scope.metrics):
                kind = metric.WhichOneof("data")
                points = getattr(metric, kind).data_points
                if kind not in ("gauge", "sum"):
                    not_stored[kind] += len(points)
                    continue
                rows[kind] += len(points)
                for point in points:
                    value = point.as_int if point.WhichOneof("value") == "as_int" else point.as_double
                    totals[f"{service_of(group.resource)} {kind} {metric.name}"] += value
    slowest.sort(key=lambda span: (-span[0], span[1]))
    return {
        "rows": dict(sorted(rows.items())), "not_stored": dict(sorted(not_stored.items())),
        "spans_by_service": dict(sorted(spans_by.items())), "error_spans_by_service": dict(sorted(errors_by.items())),
        "logs_by_service": dict(sorted(logs_by.items())), "error_logs_by_service": dict(sorted(error_logs_by.items())),
        "slowest_spans": [{"duration_ns": ns, "span_id": span, "span_name": name} for ns, span, name in slowest[:10]],
        "value_totals": {name: round(value, 6) for name, value in sorted(totals.items())},
        "first_unix_nano": min(first), "last_unix_nano": max(last), "requests": len(requests)}


def write(folder, requests):
    folder.mkdir(parents=True, exist_ok=True)
    header = {"capture": 1, "made_by": f"opentelemetry-sdk {SDK_VERSION} (Python)", "requests": len(requests)}
    with open(folder / "otlp.capture", "w", encoding="ascii", newline="\n") as out:
        out.write(json.dumps(header) + "\n")
        for request in requests:
            out.write(json.dumps({**request, "body": base64.b64encode(request["body"]).decode("ascii")}) + "\n")
    (folder / "expected.json").write_text(json.dumps(count(requests), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "lakes" / "capture"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run_shop(f"http://127.0.0.1:{server.server_address[1]}")
    server.shutdown()
    write(folder, Recorder.requests)
    size = (folder / "otlp.capture").stat().st_size
    summary = count(Recorder.requests)
    print(f"{folder}/otlp.capture: {summary['requests']} requests, {size} bytes, rows {summary['rows']}, "
          f"not stored {summary['not_stored']}")


if __name__ == "__main__":
    main()
