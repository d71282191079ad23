"""What the tables must hold after a capture was replayed, from the bytes on the wire by the official protobuf classes.

Written from the description of the columns, not from the collector: cells that hold JSON are values here."""
import base64
import gzip
import json
import math

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

REQUESTS = {"/v1/logs": ExportLogsServiceRequest, "/v1/traces": ExportTraceServiceRequest,
            "/v1/metrics": ExportMetricsServiceRequest}
JSON_COLUMNS = {"resource_attributes", "scope_attributes", "log_attributes", "span_attributes", "metric_attributes", "events_json",
                "links_json", "exemplars_json"}
RESOURCE = ("service_name", "service_namespace", "service_instance_id", "resource_attributes")
SCOPE = ("scope_name", "scope_version", "scope_attributes")
METRIC = ("timestamp", "start_timestamp", "metric_name", "metric_description", "metric_unit", "value", *RESOURCE, *SCOPE,
          "metric_attributes", "flags", "exemplars_json")
COLUMNS = {
    "logs": ("timestamp", "observed_timestamp", "trace_id", "span_id", *RESOURCE[:3], "severity_number", "severity_text", "body",
             RESOURCE[3], *SCOPE, "log_attributes"),
    "traces": ("timestamp", "end_timestamp", "duration", "trace_id", "span_id", "parent_span_id", "trace_state", *RESOURCE[:3],
               "span_name", "span_kind", "status_code", "status_message", RESOURCE[3], *SCOPE, "span_attributes", "events_json",
               "links_json", "dropped_attributes_count", "dropped_events_count", "dropped_links_count", "flags"),
    "gauge": METRIC, "sum": (*METRIC, "aggregation_temporality", "is_monotonic")}


def message_of(request):
    body = gzip.decompress(request["body"]) if request["encoding"] == "gzip" else request["body"]
    return REQUESTS[request["path"]].FromString(body)


def any_value(value):
    kind = value.WhichOneof("value")
    if kind is None:
        return None
    if kind == "array_value":
        return [any_value(item) for item in value.array_value.values]
    if kind == "kvlist_value":
        return attributes(value.kvlist_value.values)
    if kind == "bytes_value":
        return base64.b64encode(value.bytes_value).decode()
    plain = getattr(value, kind)
    if kind == "double_value" and not math.isfinite(plain):
        return "NaN" if math.isnan(plain) else "Infinity" if plain > 0 else "-Infinity"
    return plain


def attributes(pairs):
    return {pair.key: any_value(pair.value) for pair in pairs}


def of_resource(resource):
    found = attributes(resource.attributes)
    return {"service_name": found["service.name"], "service_namespace": found.get("service.namespace"),
            "service_instance_id": found.get("service.instance.id"), "resource_attributes": found}


def of_scope(scope):
    return {"scope_name": scope.name or None, "scope_version": scope.version or None, "scope_attributes": attributes(scope.attributes)}


def short_name(severity):
    """What OpenTelemetry's logs data model shows for a severity without a text; the column is never null."""
    names = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
    return names[(severity - 1) // 4] + ("", "2", "3", "4")[(severity - 1) % 4] if severity else "UNSPECIFIED"


def log_row(record):
    named = attributes(record.attributes)
    if record.event_name:
        named["event.name"] = record.event_name
    body = any_value(record.body)
    return {"timestamp": (record.time_unix_nano or record.observed_time_unix_nano) // 1000,
            "observed_timestamp": record.observed_time_unix_nano or None, "trace_id": record.trace_id.hex() or None,
            "span_id": record.span_id.hex() or None, "severity_number": record.severity_number,
            "severity_text": record.severity_text or short_name(record.severity_number), "log_attributes": named,
            "body": body if record.body.WhichOneof("value") in ("string_value", None) else json.dumps(body)}


def span_row(span):
    return {"timestamp": span.start_time_unix_nano // 1000, "end_timestamp": span.end_time_unix_nano,
            "duration": span.end_time_unix_nano - span.start_time_unix_nano, "trace_id": span.trace_id.hex(),
            "span_id": span.span_id.hex(), "parent_span_id": span.parent_span_id.hex() or None,
            "trace_state": span.trace_state or None, "span_name": span.name, "span_kind": span.kind,
            "status_code": span.status.code, "status_message": span.status.message or None,
            "span_attributes": attributes(span.attributes),
            "events_json": [{"time_unix_nano": event.time_unix_nano, "name": event.name, "attributes": attributes(event.attributes),
                             "dropped_attributes_count": event.dropped_attributes_count} for event in span.events],
            "links_json": [{"trace_id": link.trace_id.hex(), "span_id": link.span_id.hex(), "trace_state": link.trace_state,
                            "flags": link.flags, "attributes": attributes(link.attributes),
                            "dropped_attributes_count": link.dropped_attributes_count} for link in span.links],
            "dropped_attributes_count": span.dropped_attributes_count, "dropped_events_count": span.dropped_events_count,
            "dropped_links_count": span.dropped_links_count, "flags": span.flags}


def number(point):
    return getattr(point, point.WhichOneof("value"))


def point_row(metric, point):
    row = {"timestamp": point.time_unix_nano // 1000, "start_timestamp": point.start_time_unix_nano or None,
           "metric_name": metric.name, "metric_description": metric.description or None, "metric_unit": metric.unit or None,
           "value": float(number(point)), "metric_attributes": attributes(point.attributes), "flags": point.flags,
           "exemplars_json": [{"time_unix_nano": exemplar.time_unix_nano, "value": number(exemplar),
                               "trace_id": exemplar.trace_id.hex(), "span_id": exemplar.span_id.hex(),
                               "filtered_attributes": attributes(exemplar.filtered_attributes)} for exemplar in point.exemplars]}
    if metric.WhichOneof("data") == "sum":
        row |= {"aggregation_temporality": metric.sum.aggregation_temporality, "is_monotonic": metric.sum.is_monotonic}
    return row


def rows_of(requests):
    """Table to its rows, each a tuple in the order of COLUMNS."""
    rows = {table: [] for table in COLUMNS}

    def add(table, *parts):
        merged = {name: value for part in parts for name, value in part.items()}
        assert set(merged) == set(COLUMNS[table]), set(merged) ^ set(COLUMNS[table])
        rows[table].append(tuple(merged[name] for name in COLUMNS[table]))
    for message in map(message_of, requests):
        for group in getattr(message, "resource_logs", ()):
            for scope in group.scope_logs:
                for record in scope.log_records:
                    add("logs", of_resource(group.resource), of_scope(scope.scope), log_row(record))
        for group in getattr(message, "resource_spans", ()):
            for scope in group.scope_spans:
                for span in scope.spans:
                    add("traces", of_resource(group.resource), of_scope(scope.scope), span_row(span))
        for group in getattr(message, "resource_metrics", ()):
            for scope in group.scope_metrics:
                for metric in scope.metrics:
                    kind = metric.WhichOneof("data")
                    for point in getattr(metric, kind).data_points if kind in ("sum", "gauge") else ():
                        add(kind, of_resource(group.resource), of_scope(scope.scope), point_row(metric, point))
    return rows


def structured(body):
    """A body that is JSON of an array or a map, as a value; any other as it is."""
    if body is not None and body[:1] in ("{", "["):
        try:
            return json.loads(body)
        except ValueError:
            pass
    return body


def plain_numbers(value):
    """JSON knows one kind of number: 3.0 and 3 are the same."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [plain_numbers(item) for item in value]
    if isinstance(value, dict):
        return {name: plain_numbers(item) for name, item in value.items()}
    return value


def comparable(table, rows):
    """Rows with their JSON read and in one order, so that two tables are equal exactly when their cells are."""
    read = []
    for row in rows:
        cells = []
        for name, cell in zip(COLUMNS[table], row, strict=True):
            if name in JSON_COLUMNS and isinstance(cell, str):
                cell = json.loads(cell)
            if name == "body":
                cell = structured(cell)
            cells.append(json.dumps(plain_numbers(cell), sort_keys=True))
        read.append(tuple(cells))
    return sorted(read)
