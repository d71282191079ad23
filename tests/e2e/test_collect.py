"""Real telemetry through the collector into tables: nothing missing, nothing double, every cell as it was sent; and what
the collector answers to what it cannot take."""
import datetime
import gzip
import json
import zlib

import pytest
import zstandard
from harness import ACCOUNT, REGION, until, unique
from programs import (CAPTURE, EXPECTED, TABLES, Collector, bucket_arn, captured, counts, deploy, firn, lake_file, query,
                      rejected_of, replay)
from reference import COLUMNS, REQUESTS, comparable, message_of, rows_of

ENV = "real"
UTC = datetime.timezone.utc


class Replayed:
    """A lake that took the whole capture over four connections, with what it must hold."""

    def __init__(self, lake, file):
        self.lake, self.file = lake, file
        deploy(lake, file, ENV)
        with Collector(lake, file, ENV) as collector:
            self.rejected = replay(collector, captured())
        self.want = rows_of(captured())

    def query(self, sql):
        return query(self.lake, self.file, ENV, sql)

    def wait(self):
        until(lambda: all(n >= EXPECTED["rows"][table] for table, n in counts(self.lake, self.file, ENV).items()),
                  f"{EXPECTED['rows']} can be read")


@pytest.fixture(scope="module")
def replayed(lake, tmp_path_factory):
    done = Replayed(lake, lake_file(tmp_path_factory.mktemp("lake-file")))
    done.wait()
    return done


@pytest.fixture(scope="module")
def collector(replayed):
    with Collector(replayed.lake, replayed.file, ENV) as running:
        yield running


def test_reference_agrees_with_the_makers_count(replayed):
    assert {table: len(rows) for table, rows in replayed.want.items()} == EXPECTED["rows"], CAPTURE


def test_every_row_is_there_once(replayed):
    assert counts(replayed.lake, replayed.file, ENV) == EXPECTED["rows"]
    assert replayed.rejected == sum(EXPECTED["not_stored"].values())
    errors = replayed.lake.client("s3").list_objects_v2(Bucket=f"otlp2pipeline-{ENV}-errors-{ACCOUNT}-{REGION}")
    assert errors.get("Contents", []) == []


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_as_sent_read_by_duckdb(replayed, table):
    columns = ", ".join("epoch_us(timestamp)" if name == "timestamp" else f'"{name}"' for name in COLUMNS[table])
    with replayed.lake.duckdb(bucket_arn(ENV)) as connection:
        rows = connection.execute(f'SELECT {columns} FROM lake."default"."{table}"').fetchall()
    assert comparable(table, rows) == comparable(table, replayed.want[table])


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_is_as_sent_read_by_pyiceberg(replayed, table):
    found = replayed.lake.catalog(bucket_arn(ENV)).load_table(("default", table)).scan().to_arrow()
    assert tuple(found.column_names) == COLUMNS[table]
    rows = [tuple(round(cell.replace(tzinfo=UTC).timestamp() * 1_000_000) if name == "timestamp" else cell
                  for name, cell in row.items()) for row in found.to_pylist()]
    assert comparable(table, rows) == comparable(table, replayed.want[table])


def test_partition_is_the_day(replayed):
    table = replayed.lake.catalog(bucket_arn(ENV)).load_table(("default", "traces"))
    days = {task.file.partition[0] for task in table.scan().plan_files()}
    want = {row[0] // 86_400_000_000 for row in replayed.want["traces"]}
    assert {int(day) for day in days} == want and len(want) == 2, days


def test_one_trace_is_found_by_its_id(replayed):
    trace = replayed.want["traces"][100][COLUMNS["traces"].index("trace_id")]
    want = {row[COLUMNS["traces"].index("span_id")]: row for row in replayed.want["traces"] if trace in row}
    rows = replayed.query(f"SELECT *, epoch_us(timestamp) AS us FROM traces WHERE trace_id = '{trace}'")
    assert {row["span_id"] for row in rows} == set(want) and len(rows) == len(want)
    for row in rows:
        row["timestamp"] = row["us"]
        assert comparable("traces", [tuple(row[name] for name in COLUMNS["traces"])]) == comparable("traces", [want[row["span_id"]]])
    logs = replayed.query(f"SELECT span_id FROM logs WHERE trace_id = '{trace}'")
    assert len(logs) == sum(trace in row for row in replayed.want["logs"])


def test_answers_match_what_the_maker_counted(replayed):
    def by_service(sql):
        return {row["service_name"]: row["n"] for row in replayed.query(sql)}
    zero = dict.fromkeys(EXPECTED["spans_by_service"], 0)
    assert by_service("SELECT service_name, count(*) AS n FROM traces GROUP BY 1") == EXPECTED["spans_by_service"]
    assert by_service("SELECT service_name, count(*) AS n FROM logs GROUP BY 1") == EXPECTED["logs_by_service"]
    assert {**zero, **by_service("SELECT service_name, count(*) AS n FROM logs WHERE severity_number >= 17 GROUP BY 1")} == \
        EXPECTED["error_logs_by_service"]
    slowest = replayed.query("SELECT duration AS duration_ns, span_id, span_name FROM traces ORDER BY duration DESC, span_id LIMIT 10")
    assert slowest == EXPECTED["slowest_spans"]
    for kind in ("sum", "gauge"):
        for row in replayed.query(f'SELECT service_name, metric_name, sum(value) AS total FROM "{kind}" GROUP BY 1, 2'):
            assert row["total"] == pytest.approx(EXPECTED["value_totals"][f"{row['service_name']} {kind} {row['metric_name']}"])


# Other spellings of the same


def protobuf(path):
    return next(request for request in captured() if request["path"] == path)


@pytest.mark.parametrize("path, table", [("/v1/logs", "logs"), ("/v1/traces", "traces"), ("/v1/metrics", "sum")])
@pytest.mark.parametrize("spelling", ["plain", "gzip", "zstd", "deflate", "json", "json-gzip"])
def test_every_encoding_gives_the_same_rows(replayed, collector, path, table, spelling):
    from google.protobuf import json_format
    message, service = message_of(protobuf(path)), unique("service")
    groups = getattr(message, {"/v1/logs": "resource_logs", "/v1/traces": "resource_spans", "/v1/metrics": "resource_metrics"}[path])
    for group in groups:
        for pair in group.resource.attributes:
            if pair.key == "service.name":
                pair.value.string_value = service
    body, headers = message.SerializeToString(), {}
    if spelling.startswith("json"):
        value = json_format.MessageToDict(message, preserving_proto_field_name=False, use_integers_for_enums=True)
        body, headers = json.dumps(hex_ids(value)).encode(), {"content_type": "application/json"}
    encoding = {"json-gzip": "gzip", "plain": "", "json": ""}.get(spelling, spelling)
    body = {"gzip": gzip.compress, "zstd": zstandard.compress, "deflate": zlib.compress, "": bytes}[encoding](body)
    status, answered, said = collector.post(path, body, encoding=encoding, **headers)
    assert status == 200, said
    assert answered["content-type"].split(";")[0] == headers.get("content_type", "application/x-protobuf")
    want = comparable(table, rows_of([{"path": path, "encoding": "", "body": message.SerializeToString()}])[table])
    columns = ", ".join("epoch_us(timestamp) AS timestamp" if name == "timestamp" else f'"{name}"' for name in COLUMNS[table])
    sql = f"SELECT {columns} FROM \"{table}\" WHERE service_name = '{service}'"
    rows = until(lambda: len(found := replayed.query(sql)) >= len(want) and found, f"{len(want)} rows of {service}")
    assert comparable(table, [tuple(row[name] for name in COLUMNS[table]) for row in rows]) == want


def hex_ids(value):
    """OTLP/JSON writes ids in hexadecimal where protobuf's own JSON writes base64."""
    import base64
    if isinstance(value, list):
        return [hex_ids(item) for item in value]
    if isinstance(value, dict):
        return {name: base64.b64decode(item).hex() if name in ("traceId", "spanId", "parentSpanId") else hex_ids(item)
                for name, item in value.items()}
    return value


def test_json_events_go_to_their_stream(replayed, collector):
    mark = unique("event")
    row = {"timestamp": 1_760_000_000_000_000, "service_name": mark, "severity_number": 9, "severity_text": "INFO"}
    lines = "\n".join(json.dumps({**row, "body": f"line {number}"}) for number in range(3)).encode()
    assert collector.post("/events/logs", lines, "application/x-ndjson")[0] == 200
    assert collector.post("/events/logs", json.dumps([{**row, "body": "array"}]).encode(), "application/json")[0] == 200
    sql = f"SELECT body FROM logs WHERE service_name = '{mark}' ORDER BY body"
    rows = until(lambda: len(found := replayed.query(sql)) >= 4 and found, "4 events")
    assert [found["body"] for found in rows] == ["array", "line 0", "line 1", "line 2"]
    status, _, said = collector.post("/events/nothing", b"{}", "application/json")
    assert status == 404, said
    status, _, said = collector.post("/events/logs", b'{"a": 1}\n{"a":\n{"b": 2}', "application/x-ndjson")
    assert status == 400 and b"line 2" in said, said


# Bad input


BAD = [
    (400, "/v1/logs", b"\xff\xff\xff\xff", {}), (400, "/v1/traces", b"\x0a\x05abc", {}), (400, "/v1/metrics", b"\x0a\x80", {}),
    (400, "/v1/logs", b"not gzip", {"encoding": "gzip"}), (400, "/v1/logs", gzip.compress(b"\x0a\x02\x0a\x00")[:-6], {"encoding": "gzip"}),
    (400, "/v1/logs", b"not zstd", {"encoding": "zstd"}), (415, "/v1/logs", b"", {"encoding": "br"}),
    (415, "/v1/logs", b"{}", {"content_type": "text/plain"}), (415, "/v1/traces", b"", {"content_type": None}),
    (400, "/v1/logs", b"{", {"content_type": "application/json"}), (400, "/v1/logs", b"[]", {"content_type": "application/json"}),
    (400, "/v1/traces", b'{"resourceSpans": 5}', {"content_type": "application/json"}),
    (400, "/v1/traces", b'{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz"}]}]}]}', {"content_type": "application/json"}),
    (404, "/v1/profiles", b"", {}), (404, "/", b"", {}), (404, "/v1/logs/more", b"", {}),
    (413, "/v1/logs", b"\0" * (17 << 20), {}),
    (413, "/v1/traces", b" " * (80 << 20), {"content_type": "application/json"}), (413, "/events/logs", b" " * (17 << 20), {})]


@pytest.mark.parametrize("status, path, body, how", BAD, ids=[f"{case[0]}-{number}" for number, case in enumerate(BAD)])
def test_bad_requests_are_refused_with_their_reason(collector, status, path, body, how):
    got, headers, said = collector.post(path, body, **how)
    assert got == status, said
    if how.get("content_type", "application/x-protobuf") == "application/x-protobuf" and path in REQUESTS:
        from google.rpc.status_pb2 import Status
        assert Status.FromString(said).message
    else:
        assert json.loads(said)["message"], said
    assert headers["content-type"]


def test_a_bomb_is_refused(collector):
    status, _, said = collector.post("/v1/logs", gzip.compress(bytes(200 << 20), 9), encoding="gzip")
    assert status in (400, 413), said


def test_wrong_method_and_health(collector):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", collector.port, timeout=30)
    for path, want in (("/v1/logs", 405), ("/healthz", 200)):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == want
    connection.close()


def test_deep_attributes_are_refused_and_shallow_ones_kept(replayed, collector):
    def message(depth, service):
        value = '{"arrayValue": {"values": [' * depth + '{"stringValue": "bottom"}' + "]}}" * depth
        return ('{"resourceLogs": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "%s"}}]}, "scopeLogs": '
                '[{"logRecords": [{"timeUnixNano": "1760000000000000000", "body": %s}]}]}]}' % (service, value)).encode()
    service = unique("deep")
    assert collector.post("/v1/logs", message(10, service), "application/json")[0] == 200
    assert collector.post("/v1/logs", message(1000, service), "application/json")[0] == 400
    rows = until(lambda: replayed.query(f"SELECT body FROM logs WHERE service_name = '{service}'"), "the shallow row")
    assert [json.loads(row["body"]) for row in rows] == [json.loads("[" * 10 + '"bottom"' + "]" * 10)]


def test_histograms_are_counted_as_rejected(collector):
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add(name="latency")
    for _ in range(3):
        metric.histogram.data_points.add(count=1, time_unix_nano=1)
    status, _, said = collector.post("/v1/metrics", request.SerializeToString())
    assert status == 200 and rejected_of("/v1/metrics", said) == 3
    assert b"histogram" in said


# Back-pressure


def test_while_the_lake_is_away_senders_are_told_to_keep_theirs(own_lake, tmp_path):
    file = lake_file(tmp_path)
    deploy(own_lake, file, "away")
    request = protobuf("/v1/logs")
    with Collector(own_lake, file, "away") as collector:
        assert collector.post(request["path"], request["body"], encoding=request["encoding"])[0] == 200
        own_lake.kill()
        status, headers, _ = collector.post(request["path"], request["body"], encoding=request["encoding"])
        assert status in (429, 503) and int(headers["retry-after"]) >= 1
    own_lake.start()
    rows = len(rows_of([request])["logs"])
    until(lambda: counts(own_lake, file, "away")["logs"] == rows, f"{rows} rows")


def test_collector_for_a_missing_lake_says_so(own_lake, tmp_path):
    file = lake_file(tmp_path, lake="missing")
    said = firn(own_lake, "collect", file, "--env", "x", "--port", "nonsense", check=2).stderr
    assert "--port" in said
