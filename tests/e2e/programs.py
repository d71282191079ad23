"""Runs the commands of the program and its collector against a lake of the harness."""
import base64
import concurrent.futures
import contextlib
import http.client
import json
import re
import subprocess
import time
import uuid

from harness import ACCOUNT, FIRN, REGION, ROOT, START_S, STOP_S, clean_environment, until

LAKE_FILE = ROOT / "lakes" / "otlp.yaml"
CAPTURE = ROOT / "lakes" / "capture" / "otlp.capture"
EXPECTED = json.loads((ROOT / "lakes" / "capture" / "expected.json").read_text(encoding="utf-8"))
TABLES = ("logs", "traces", "sum", "gauge")
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def lake_file(folder, *, interval_s=1, **replaced):
    """A copy of lakes/otlp.yaml that buffers for less long, with other values for keys of its first level."""
    text = LAKE_FILE.read_text(encoding="utf-8").replace("interval_s: 10", f"interval_s: {interval_s}")
    for key, value in replaced.items():
        text, count = re.subn(rf"(?m)^{key}: \S+", f"{key}: {value}", text)
        assert count == 1, key
    path = folder / f"lake-{uuid.uuid4().hex[:8]}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def firn(lake, *words, check=True, endpoint=True):
    """Runs one command to its end; with check, it must exit with 0 (True) or with this code."""
    command = [str(FIRN), *map(str, words)] + (["--endpoint", lake.endpoint] if endpoint else [])
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False,
                          env=clean_environment(lake.folder, **KEYS))
    if check is not False:
        want = 0 if check is True else check
        assert done.returncode == want, (f"{' '.join(command)}\nexit code {done.returncode}, expected {want}\n{done.stdout}\n"
                                         f"{done.stderr}\n{lake.tail(1500)}")
    return done


def deploy(lake, file, env):
    firn(lake, "deploy", file, "--env", env)


def changes(done):
    """Resource to action, of a --json answer of plan, deploy, status or destroy."""
    return {change["resource"]: change["action"] for change in json.loads(done.stdout)["changes"]}


def query(lake, file, env, sql):
    """The rows of a query as dictionaries."""
    return json.loads(firn(lake, "query", sql, "--lake-file", file, "--env", env, "--json").stdout)


def counts(lake, file, env):
    sql = " UNION ALL ".join(f"SELECT '{table}' AS name, count(*) AS n FROM \"{table}\"" for table in TABLES)
    return {row["name"]: row["n"] for row in query(lake, file, env, sql)}


def bucket_arn(env, base="otlp2pipeline"):
    return f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/{base}-{env}"


class Collector:
    """One `firn collect`; `log` holds what it said."""

    def __init__(self, lake, file, env):
        self.lake, self.log = lake, lake.folder / f"collect-{env}-{uuid.uuid4().hex[:6]}.log"
        port_file = lake.folder / f"port-{uuid.uuid4().hex}"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [FIRN, "collect", file, "--env", env, "--port", "0", "--port-file", port_file, "--endpoint", lake.endpoint],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                env=clean_environment(lake.folder, **KEYS))

        def port():
            assert self.process.poll() is None, f"firn collect ended with {self.process.returncode}:\n{self.log.read_text()}"
            return port_file.exists() and port_file.read_text().strip()
        self.port = int(until(port, "firn collect writes its port file", START_S))

    def post(self, path, body, content_type="application/x-protobuf", encoding="", **headers):
        """One request; status, headers by lower-case name, body."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            return send(connection, path, body, content_type, encoding, **headers)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError(f"firn collect did not stop within {STOP_S} s") from None
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        code = self.stop()
        assert kind or code == 0, f"firn collect ended with {code}:\n{self.log.read_text()}"


def send(connection, path, body, content_type="application/x-protobuf", encoding="", **headers):
    named = {"Content-Type": content_type, **({"Content-Encoding": encoding} if encoding else {}), **headers}
    try:
        connection.request("POST", path, body, {name: value for name, value in named.items() if value is not None})
    except BrokenPipeError:
        pass  # refused before all of it was sent; the answer is there
    response = connection.getresponse()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


def captured():
    """The recorded requests: path, content_type, encoding, and body as bytes."""
    with open(CAPTURE, encoding="ascii") as lines:
        next(lines)
        return [{**request, "body": base64.b64decode(request["body"])} for request in map(json.loads, lines)]


def replay(collector, requests, connections=4):
    """Sends every request as an exporter does: again, after the time it is told, while there is back-pressure. The sum
    of the items that answers call rejected."""
    def part(mine):
        rejected = 0
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", collector.port, timeout=60)) as connection:
            for request in mine:
                for _ in range(10):
                    status, headers, body = send(connection, request["path"], request["body"], request["content_type"],
                                                 request["encoding"])
                    if status not in (429, 503):
                        break
                    time.sleep(float(headers.get("retry-after", 1)))
                assert status == 200, (request["path"], status, body)
                rejected += rejected_of(request["path"], body)
        return rejected
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(part, (requests[first::connections] for first in range(connections))))


def rejected_of(path, body):
    """How many log records, spans or data points an answer in protobuf says it did not take."""
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceResponse
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
    kind, member = {"/v1/logs": (ExportLogsServiceResponse, "rejected_log_records"),
                    "/v1/traces": (ExportTraceServiceResponse, "rejected_spans"),
                    "/v1/metrics": (ExportMetricsServiceResponse, "rejected_data_points")}[path]
    return getattr(kind.FromString(body).partial_success, member)
