#!/usr/bin/env python3
"""Measures the program and raw DuckDB on the same rows in one run:  bench.py --build build [--rows 500000]

Prints a table and writes BUILD/bench/results.json. docs/benchmarks.md says what each figure means."""
import argparse
import base64
import http.client
import json
import os
import pathlib
import platform
import random
import resource
import shutil
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import urllib.parse

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))
from harness import ACCOUNT, REGION, Lake, clean_environment, until  # noqa: E402  pylint: disable=wrong-import-position

ENV, BATCH, CLK = "bench", 500, os.sysconf("SC_CLK_TCK")
BASE, NAMESPACE, TABLE = f"otlp2pipeline-{ENV}", "default", "logs"
COLUMNS = {"timestamp": "BIGINT", "observed_timestamp": "BIGINT", "trace_id": "VARCHAR", "span_id": "VARCHAR",
           "service_name": "VARCHAR", "service_namespace": "VARCHAR", "service_instance_id": "VARCHAR", "severity_number": "INTEGER",
           "severity_text": "VARCHAR", "body": "VARCHAR", "resource_attributes": "VARCHAR", "scope_name": "VARCHAR",
           "scope_version": "VARCHAR", "log_attributes": "VARCHAR"}
RESULTS = {}


def say(text):
    print(text, flush=True)


def report(name, value, unit, note=""):
    RESULTS[name] = {"value": value, "unit": unit, **({"note": note} if note else {})}
    shown = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"
    say(f"  {name:<46}{shown:>14} {unit:<14}{note}")


# Rows


SERVICES = ["checkout", "cart", "payment", "shipping", "frontend", "currency", "email", "catalog", "fraud", "search", "auth", "billing"]
SEVERITIES = [(9, "INFO")] * 16 + [(5, "DEBUG")] * 2 + [(13, "WARN"), (17, "ERROR")]
BODIES = ["order %08x accepted by worker %d after %d ms, forwarded to the settlement queue",
          "cache miss for key user:%08x on shard %d, loaded from the database in %d ms",
          "request %08x finished: upstream pool %d answered in %d ms without a retry",
          "call %08x to backend %d is tried again, the attempt before ended after %d ms"]
ROUTES = ["/api/v1/orders/{id}", "/api/v1/carts/{id}", "/api/v1/users/{id}", "/api/v1/items", "/healthz", "/api/v1/search"]
BEGIN_MICROS, SPAN_MICROS = 1_760_000_000_000_000, 6 * 3600 * 1_000_000


def make_rows(path, count):
    """Log records as a collector writes them, one JSON object per line; the same for every run."""
    dice, step = random.Random(42), SPAN_MICROS // count
    resources = {(service, instance): json.dumps(json.dumps({
        "service.name": service, "service.namespace": "shop", "service.instance.id": f"{service}-{instance:02d}",
        "host.name": f"ip-10-0-0-{instance}"}, separators=(",", ":"))) for service in SERVICES for instance in range(50)}
    with open(path, "w", encoding="ascii", buffering=1 << 22) as out:
        for number in range(count):
            if number % 5 == 0:
                trace = f"{dice.getrandbits(128):032x}"
            if number % 20 == 0:
                service, instance = dice.choice(SERVICES), dice.randrange(50)
            bits, now = dice.getrandbits(64), BEGIN_MICROS + number * step
            severity, text = SEVERITIES[bits % 20]
            body = BODIES[bits % 4] % (bits & 0xFFFFFFFF, bits >> 58, bits >> 40 & 0x3FF)
            out.write(f'{{"timestamp":{now},"observed_timestamp":{now * 1000 + (bits & 0xFFFFFF)},"trace_id":"{trace}","span_id":"{bits:016x}",'
                      f'"service_name":"{service}","service_namespace":"shop","service_instance_id":"{service}-{instance:02d}",'
                      f'"severity_number":{severity},"severity_text":"{text}","body":"{body}",'
                      f'"resource_attributes":{resources[service, instance]},"scope_name":"bench.logger","scope_version":"1.0.0",'
                      f'"log_attributes":"{{\\"http.request.method\\":\\"{("GET", "POST")[bits & 1]}\\",'
                      f'\\"http.route\\":\\"{ROUTES[bits % 6]}\\",\\"http.response.status_code\\":{(200, 201, 404, 500)[bits % 4]}}}"}}\n')


# Requests


def signed(endpoint, service, method, target, body=b"", headers=None):
    """The bytes of one signed HTTP/1.1 request."""
    request = AWSRequest(method, endpoint + target, headers=headers or {}, data=body)
    botocore.auth.SigV4Auth(Credentials("test", "test"), service, REGION).add_auth(request)
    lines = [f"{method} {target} HTTP/1.1", f"Host: {urllib.parse.urlsplit(endpoint).netloc}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in request.headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def json_call(endpoint, service, target, body):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return signed(endpoint, service, "POST", "/", data, {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": target})


def put_batches(endpoint, rows, stream, limit=None):
    """PutRecordBatch requests of 500 lines each."""
    with open(rows, "rb", 1 << 22) as lines:
        while limit is None or limit > 0:
            batch = [line for _, line in zip(range(BATCH), lines)]
            if not batch:
                return
            records = b",".join(b'{"Data":"' + base64.b64encode(line) + b'"}' for line in batch)
            yield json_call(endpoint, "firehose", "Firehose_20150804.PutRecordBatch",
                            b'{"DeliveryStreamName":"' + stream.encode() + b'","Records":[' + records + b"]}")
            limit = None if limit is None else limit - 1


def load(tool, endpoint, requests, connections, seconds):
    """What the load generator measured with these requests."""
    port = endpoint.rsplit(":", 1)[1]
    with tempfile.TemporaryFile() as file:
        for request in requests:
            file.write(struct.pack("<I", len(request)) + request)
        file.seek(0)
        done = subprocess.run([tool, port, str(connections), str(seconds)], stdin=file, capture_output=True, text=True, check=False,
                              timeout=240)
    if done.returncode != 0:
        raise SystemExit(f"bench: the load generator failed: {done.stderr}")
    found = json.loads(done.stdout)
    if found["refused"]:
        raise SystemExit(f"bench: {found['refused']} of {found['requests']} requests were refused, the first with\n{done.stderr}")
    return found


def cpu(pid):
    """Seconds of processor time of a process, all threads, user and system."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / CLK


# What is measured


def duckdb_baseline(rows, folder):
    """CPU seconds of raw DuckDB on one thread: read_json with known columns, then Parquet with zstd 1."""
    code = ("import duckdb, resource, sys, json\n"
            "connection = duckdb.connect(); connection.execute('SET threads = 1')\n"
            "connection.execute('SELECT 1').fetchall()\n"
            "def cpu():\n    used = resource.getrusage(resource.RUSAGE_SELF); return used.ru_utime + used.ru_stime\n"
            "begin = cpu()\n"
            "connection.execute(sys.argv[1])\n"
            "print(cpu() - begin)\n")
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    out = folder / "baseline.parquet"
    sql = (f"COPY (SELECT make_timestamp(timestamp) AS timestamp, * EXCLUDE (timestamp) FROM read_json('{rows}', "
           f"format = 'newline_delimited', columns = {{{columns}}})) TO '{out}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)")
    took = [float(subprocess.run([sys.executable, "-c", code, sql], capture_output=True, text=True, check=True).stdout) for _ in range(3)]
    return statistics.median(took), out


def same_rows(lake, baseline):
    """Whether DuckDB's own Iceberg reader finds in the table exactly the rows of the baseline's file."""
    digest = f"SELECT count(*), sum(hash({', '.join(COLUMNS)})) FROM "
    with lake.duckdb(bucket_arn()) as connection:
        return connection.execute(f'{digest} lake."{NAMESPACE}".{TABLE}').fetchall() == \
            connection.execute(f"{digest} read_parquet('{baseline}')").fetchall()


def total_records(lake, table=TABLE):
    loaded = lake.signed("s3tables", "GET", f"/iceberg/v1/{urllib.parse.quote(bucket_arn(), safe='')}/namespaces/{NAMESPACE}/tables/{table}")
    metadata = loaded.json["metadata"]
    current = next((one for one in metadata.get("snapshots", ()) if one["snapshot-id"] == metadata["current-snapshot-id"]), None)
    return (int(current["summary"]["total-records"]), int(current["summary"]["total-files-size"]), len(metadata["snapshots"])) \
        if current else (0, 0, 0)


def bucket_arn():
    return f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/{BASE}"


def measure_ingest(lake, tool, rows, count, folder):
    say(f"ingest: {count:,} log rows of {rows.stat().st_size // count} B, PutRecordBatch of {BATCH}")
    baseline, baseline_file = duckdb_baseline(rows, folder)
    begin_cpu, begin = cpu(lake.process.pid), time.monotonic()
    found = load(tool, lake.endpoint, put_batches(lake.endpoint, rows, f"{BASE}-logs"), 2, 0)
    acknowledged = time.monotonic()
    if found["requests"] * BATCH != count:
        raise SystemExit(f"bench: {found['requests']} batches were acknowledged of {count // BATCH}")
    put_cpu = cpu(lake.process.pid) - begin_cpu

    def committed():
        records, _, _ = total_records(lake)
        return records >= count
    until(committed, f"{count} rows are committed", 120)
    used, committed_at = cpu(lake.process.pid) - begin_cpu, time.monotonic()
    records, size, snapshots = total_records(lake)
    if records != count:
        raise SystemExit(f"bench: {records} rows are in the table, {count} were sent")
    if not same_rows(lake, baseline_file):
        raise SystemExit("bench: the rows of the table are not the rows that were sent")
    report("ingest, rows per CPU-second", count / used, "rows/CPU-s", f"{used:.2f} CPU-s, {put_cpu:.2f} until acknowledged")
    report("raw DuckDB read_json to Parquet zstd 1", count / baseline, "rows/CPU-s", f"{baseline:.2f} CPU-s, 1 thread, no commit")
    report("ratio to raw DuckDB", baseline / used, "x", "signed, durable and committed against none of it")
    report("ingest, rows per second acknowledged", count / found["seconds"], "rows/s", "2 connections, the client on the same cores")
    report("ingest, last commit after last acknowledgement", committed_at - acknowledged, "s",
           f"buffering 128 MB or 5 s; {snapshots} snapshots, {committed_at - begin:.1f} s in all")
    report("size of the table to DuckDB's file", size / baseline_file.stat().st_size, "x", f"{size / 1e6:.1f} MB")


def measure_puts(lake, tool, rows):
    say(f"PutRecordBatch: {BATCH} records, over keep-alive connections, signed before")
    for connections in (1, 8):
        batches = list(put_batches(lake.endpoint, rows, f"{BASE}-traces", 40))
        found = load(tool, lake.endpoint, batches, connections, 4)
        report(f"PutRecordBatch p50, {connections} connections", found["p50"] / 1000, "ms",
               f"{found['requests'] * BATCH / found['seconds']:,.0f} records/s")
        report(f"PutRecordBatch p99, {connections} connections", found["p99"] / 1000, "ms", f"{found['requests']} requests")


def measure_get_table(lake, tool):
    say("Glue GetTable: one table of a federated catalog, authorized")
    for connections in (1, 8):
        request = json_call(lake.endpoint, "glue", "AWSGlue.GetTable", {
            "CatalogId": f"{ACCOUNT}:s3tablescatalog/{BASE}", "DatabaseName": NAMESPACE, "Name": TABLE})
        begin = cpu(lake.process.pid)
        found = load(tool, lake.endpoint, [request], connections, 3)
        report(f"GetTable, {connections} connections", found["requests"] / found["seconds"], "requests/s",
               f"p50 {found['p50'] / 1000:.3f} ms, p99 {found['p99'] / 1000:.3f} ms, "
               f"{1e6 * (cpu(lake.process.pid) - begin) / found['requests']:.0f} CPU-us each")


def measure_commits(lake, tool, commits=1000):
    say("Iceberg REST commits: one writer appends snapshots, each commit requires the one before")
    prefix = f"/iceberg/v1/{urllib.parse.quote(bucket_arn(), safe='')}/namespaces/{NAMESPACE}"
    schema = {"type": "struct", "schema-id": 0, "fields": [{"id": 1, "name": "id", "type": "long", "required": True}]}
    made = lake.signed("s3tables", "POST", f"{prefix}/tables", json.dumps({"name": "commits", "schema": schema, "properties": {
        "write.metadata.previous-versions-max": "10", "write.metadata.delete-after-commit.enabled": "true"}}).encode(),
        {"Content-Type": "application/json"})
    if made.status != 200:
        raise SystemExit(f"bench: the table was not created: {made.text}")
    # A real, empty manifest list that every snapshot may name: the one an empty append of pyiceberg makes.
    lists = manifest_list(lake)
    location, now = made.json["metadata"]["location"], int(time.time() * 1000)
    requests, previous = [], None
    for number in range(1, commits + 1):
        snapshot = {"snapshot-id": number, "sequence-number": number, "timestamp-ms": now + number, "manifest-list": lists or
                    f"{location}/metadata/snap-{number}.avro", "schema-id": 0, "summary": {"operation": "append", "total-records": "0"}}
        if previous:
            snapshot["parent-snapshot-id"] = previous
        expired = [{"action": "remove-snapshots", "snapshot-ids": [number - 10]}] if number > 10 else []
        body = {"identifier": {"namespace": [NAMESPACE], "name": "commits"},
                "requirements": [{"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": previous}],
                "updates": [{"action": "add-snapshot", "snapshot": snapshot},
                            {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": number}, *expired]}
        requests.append(signed(lake.endpoint, "s3tables", "POST", f"{prefix}/tables/commits", json.dumps(body).encode(),
                               {"Content-Type": "application/json"}))
        previous = number
    found = load(tool, lake.endpoint, requests, 1, 0)
    report("commits, one writer", found["requests"] / found["seconds"], "commits/s",
           f"p50 {found['p50'] / 1000:.2f} ms, p99 {found['p99'] / 1000:.2f} ms, {commits} commits, 10 snapshots kept")
    report("loadTable, one connection", (loaded := load(tool, lake.endpoint, [signed(
        lake.endpoint, "s3tables", "GET", f"{prefix}/tables/commits")], 1, 2))["requests"] / loaded["seconds"], "requests/s",
        f"p50 {loaded['p50'] / 1000:.3f} ms")


def manifest_list(lake):
    """The manifest list of the logs table's current snapshot."""
    loaded = lake.signed("s3tables", "GET", f"/iceberg/v1/{urllib.parse.quote(bucket_arn(), safe='')}/namespaces/{NAMESPACE}/tables/{TABLE}")
    metadata = loaded.json["metadata"]
    return next((one["manifest-list"] for one in metadata.get("snapshots", ()) if one["snapshot-id"] == metadata["current-snapshot-id"]), None)


def resident(pid):
    fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if ":" in line)
    return int(fields["Rss"].split()[0]) / 1024, int(fields["Pss"].split()[0]) / 1024


def measure_disk(folder):
    """What every acknowledgement waits for, on the disk of this run."""
    took = []
    with open(folder / "sync", "wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begin)
    report("disk, fdatasync after 4 KiB, p50", 1000 * statistics.median(took), "ms", f"p99 {1000 * sorted(took)[197]:.2f} ms")


def measure_start(firn, folder):
    say("cold start and idle memory: a new process, until GET /_firn/health is answered")
    times, memory = {"new": [], "used": []}, []
    for number in range(9):
        for kind in ("new", "used"):
            data = folder / (f"start-{number}" if kind == "new" else "start-0")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            begin = time.perf_counter()
            process = subprocess.Popen([firn, "serve", "--data", data, "--port", str(port)], stdin=subprocess.DEVNULL,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=clean_environment(folder))
            try:
                times[kind].append(first_answer(process, port) - begin)
                if number == 8:
                    time.sleep(1)
                    memory = resident(process.pid)
            finally:
                process.terminate()
                process.wait(30)
    report("cold start, new data directory", 1000 * statistics.median(times["new"]), "ms", f"best {1000 * min(times['new']):.1f} ms of 9")
    report("cold start, used data directory", 1000 * statistics.median(times["used"]), "ms", f"best {1000 * min(times['used']):.1f} ms of 9")
    report("idle memory (RSS)", memory[0], "MB", f"PSS {memory[1]:.1f} MB, after 1 s")


def first_answer(process, port):
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/_firn/health")
            if connection.getresponse().status == 200:
                return time.perf_counter()
        except OSError:
            time.sleep(0.0002)
    raise SystemExit(f"bench: firn serve ended with {process.returncode}")


def bench_lake_file(folder):
    """lakes/otlp.yaml, buffering as much as streams allow."""
    path = folder / "bench.yaml"
    path.write_text((ROOT / "lakes" / "otlp.yaml").read_text().replace("size_mb: 32, interval_s: 10", "size_mb: 128, interval_s: 5"))
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--rows", type=int, default=500_000)
    options = parser.parse_args()
    firn, tool = (options.build / "firn").resolve(), (options.build / "bench" / "firn_bench_load").resolve()
    count = options.rows // BATCH * BATCH
    folder = pathlib.Path(tempfile.mkdtemp(prefix="run-", dir=options.build / "bench"))
    machine = {"cores": os.cpu_count(), "load_average_before": os.getloadavg(), "machine": platform.machine(),
               "kernel": platform.release(), "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    say(f"bench: {machine['cores']} cores, load average {machine['load_average_before'][0]:.2f}; "
        + ("others are working here, so trust ratios and CPU-seconds only" if machine["load_average_before"][0] > 0.5 else "quiet"))
    os.environ["FIRN"] = str(firn)
    lake = Lake(folder)
    try:
        measure_start(firn, folder)
        rows = folder / "rows.ndjson"
        make_rows(rows, count)
        lake.start()
        subprocess.run([firn, "deploy", bench_lake_file(folder), "--env", ENV, "--endpoint", lake.endpoint], check=True, env=clean_environment(
            folder, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        measure_ingest(lake, tool, rows, count, folder)
        measure_get_table(lake, tool)
        measure_disk(folder)
        measure_commits(lake, tool)
        measure_puts(lake, tool, rows)
    finally:
        lake.kill()
        shutil.rmtree(folder, ignore_errors=True)
    machine["load_average_after"] = os.getloadavg()
    machine["client_seconds"] = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    out = options.build / "bench" / "results.json"
    out.write_text(json.dumps({"version": 1, "machine": machine, "results": RESULTS}, indent=1) + "\n")
    say(f"bench: written to {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
