#!/usr/bin/env python3
"""The main job, watched:  demo.py [--firn PROGRAM] [--directory DIR]

Starts an embedded lake in a fresh directory, deploys lakes/otlp.yaml into it over AWS protocols, replays a capture of
real OpenTelemetry traffic through the collector, waits until every row can be read, asks questions in SQL, and
compares the answers with what the capture is known to hold. Exit code 1 when anything differs. Only the standard
library is needed; everything it starts is stopped, and the lake stays in the directory."""
import argparse
import base64
import concurrent.futures
import datetime
import fcntl
import http.client
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

import signed

ROOT = pathlib.Path(__file__).resolve().parents[1]
LAKE_FILE, CAPTURE = ROOT / "lakes" / "otlp.yaml", ROOT / "lakes" / "capture"
ENVIRONMENT, BASE, NAMESPACE = "demo", "otlp2pipeline-demo", "default"
ACCOUNT, REGION = "123456789012", "us-east-1"
TABLES = ("logs", "traces", "sum", "gauge")
CONNECTIONS, START_S, STOP_S, READABLE_S, PUT_ATTEMPTS_MAX = 4, 20, 30, 90, 8
BEGIN = time.monotonic()


class Failed(Exception):
    """The demo cannot go on; the text says why."""


def say(text=""):
    print(text, flush=True)


def step(text):
    say(f"[{time.monotonic() - BEGIN:5.1f} s] {text}")


def shown(path):
    """A path as one types it from the checkout."""
    try:
        return str(pathlib.Path(path).resolve().relative_to(ROOT))
    except ValueError:
        return str(path)


def environment():
    """Nothing of this machine's AWS set-up reaches the programs: they talk to the embedded lake only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "NO_PROXY": "*"}


class Service:
    """A program of ours in the background, known by its process and by the port it wrote down."""

    def __init__(self, name, folder, words, port_option="--port-file"):
        self.name, self.log = name, folder / f"{name}.log"
        port_file = folder / f"{name}.port"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [*map(str, words), port_option, str(port_file)], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT, env=environment(), start_new_session=True)
        self.port = int(self.until(lambda: port_file.exists() and port_file.read_text().strip()))

    def until(self, condition):
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise Failed(f"firn {self.name} ended with {self.process.returncode}:\n{self.tail()}")
            value = condition()
            if value:
                return value
            time.sleep(0.005)
        raise Failed(f"firn {self.name} did not start within {START_S} s:\n{self.tail()}")

    def tail(self):
        return self.log.read_text(errors="replace")[-3000:]

    def stop(self):
        """Asks it to stop, waits, and kills only what does not listen."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failed(f"firn {self.name} did not stop within {STOP_S} s") from None
        if self.process.returncode != 0:
            raise Failed(f"firn {self.name} ended with {self.process.returncode}:\n{self.tail()}")


class Demo:
    def __init__(self, firn, folder):
        self.firn, self.folder, self.data = firn, folder, folder / "lake"
        self.expected = json.loads((CAPTURE / "expected.json").read_text(encoding="utf-8"))
        self.services, self.endpoint, self.wrong = [], "", []
        self.begun = datetime.datetime.now(datetime.timezone.utc)

    # Programs

    def run(self, *words):
        done = subprocess.run([self.firn, *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
                              env=environment(), timeout=120)
        if done.returncode != 0:
            raise Failed(f"firn {' '.join(words)}\nended with {done.returncode}: {done.stderr.strip()}")
        return done

    def query(self, sql):
        """The rows of a query, each a dictionary."""
        done = self.run("query", sql, "--lake-file", str(LAKE_FILE), "--env", ENVIRONMENT, "--endpoint", self.endpoint,
                        "--json")
        return json.loads(done.stdout)

    def show(self, title, sql):
        """Prints a query's answer as a person sees it."""
        say(f"\n{title}\n  {sql}")
        done = self.run("query", sql, "--lake-file", str(LAKE_FILE), "--env", ENVIRONMENT, "--endpoint", self.endpoint)
        say("\n".join("    " + line for line in done.stdout.splitlines()))

    def same(self, what, got, want):
        if got != want:
            self.wrong.append(f"{what}: got {got}, expected {want}")

    # Steps

    def start(self):
        begin = time.monotonic()
        lake = Service("serve", self.folder, [self.firn, "serve", "--data", self.data, "--port", "0", "--account", ACCOUNT,
                                              "--region", REGION])
        self.services.append(lake)
        self.endpoint = f"http://127.0.0.1:{lake.port}"
        step(f"embedded lake answers at {self.endpoint} after {1000 * (time.monotonic() - begin):.0f} ms "
             f"(data in {shown(self.data)})")

    def deploy(self):
        step(f"deploying {shown(LAKE_FILE)} over AWS protocols, environment {ENVIRONMENT}")
        words = ("deploy", str(LAKE_FILE), "--env", ENVIRONMENT, "--endpoint", self.endpoint)
        done = self.run(*words)
        for line in done.stderr.splitlines():
            if " done in " in line:
                say(f"          + {line.strip()}")
        step(done.stdout.strip())
        changes = json.loads(self.run(*words, "--json").stdout)["changes"]
        self.same("actions of a second deploy", sorted({change["action"] for change in changes}), ["none"])
        step("deployed again: nothing to change")

    def replay(self):
        collector = Service("collect", self.folder, [self.firn, "collect", LAKE_FILE, "--env", ENVIRONMENT, "--port", "0",
                                                     "--endpoint", self.endpoint])
        self.services.append(collector)
        step(f"collector takes OTLP/HTTP at http://127.0.0.1:{collector.port}")
        with open(CAPTURE / "otlp.capture", encoding="ascii") as lines:
            header = json.loads(next(lines))
            requests = [json.loads(line) for line in lines]
        self.same("requests in the capture", len(requests), header["requests"])
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
            parts = [requests[part::CONNECTIONS] for part in range(CONNECTIONS)]
            sent, rejected = map(sum, zip(*pool.map(lambda part: export(collector.port, part), parts)))
        step(f"replayed {len(requests)} requests of {header['made_by']} over {CONNECTIONS} connections: "
             f"{sent / 1000:.0f} KB in {time.monotonic() - begin:.1f} s, all accepted; {rejected} histogram points have no table")
        self.same("points the collector said it does not store", rejected, sum(self.expected["not_stored"].values()))

    def wait_until_readable(self):
        want = self.expected["rows"]
        sql = " UNION ALL ".join(f"SELECT '{table}' AS name, count(*) AS n FROM \"{table}\"" for table in TABLES)
        step(f"waiting until {sum(want.values())} rows are committed (the streams buffer for 10 s)")
        deadline, last = time.monotonic() + READABLE_S, None
        while True:
            got = {row["name"]: row["n"] for row in self.query(sql)}
            if got != last:
                step("readable: " + ", ".join(f"{table} {got[table]} of {want[table]}" for table in TABLES))
            last = got
            if all(got[table] >= want[table] for table in TABLES):
                break
            if time.monotonic() > deadline:
                self.same(f"rows after {READABLE_S} s", got, want)
                raise Failed(self.wrong[-1])
            time.sleep(0.5)
        self.same("rows", got, {table: want[table] for table in TABLES})

    def compare(self):
        """Answers in SQL against what the capture's maker counted with the official protobuf classes."""
        want = self.expected

        def by_service(sql):
            return {row["service_name"]: row["n"] for row in self.query(sql)}
        zero = dict.fromkeys(want["spans_by_service"], 0)
        self.same("spans by service", by_service("SELECT service_name, count(*) AS n FROM traces GROUP BY 1"),
                  want["spans_by_service"])
        self.same("failed spans by service", {**zero, **by_service(
            "SELECT service_name, count(*) AS n FROM traces WHERE status_code = 2 GROUP BY 1")}, want["error_spans_by_service"])
        self.same("logs by service", by_service("SELECT service_name, count(*) AS n FROM logs GROUP BY 1"),
                  want["logs_by_service"])
        self.same("error logs by service", {**zero, **by_service(
            "SELECT service_name, count(*) AS n FROM logs WHERE severity_number >= 17 GROUP BY 1")}, want["error_logs_by_service"])
        slowest = self.query("SELECT span_id FROM traces ORDER BY duration DESC, span_id LIMIT 10")
        self.same("slowest spans", sorted(row["span_id"] for row in slowest),
                  sorted(span["span_id"] for span in want["slowest_spans"]))
        totals = {}
        for kind in ("sum", "gauge"):
            for row in self.query(f"SELECT service_name, metric_name, sum(value) AS total FROM \"{kind}\" GROUP BY 1, 2"):
                totals[f"{row['service_name']} {kind} {row['metric_name']}"] = round(row["total"], 6)
        self.same("totals of metrics", totals, {name: round(float(value), 6) for name, value in want["value_totals"].items()})

    def tell(self):
        self.show("The slowest spans", "SELECT span_name, service_name, round(duration / 1e6, 1) AS ms, trace_id FROM traces "
                  "ORDER BY duration DESC, span_id LIMIT 5")
        self.show("Error logs per service", "SELECT service_name, count(*) AS errors, any_value(body) AS example FROM logs "
                  "WHERE severity_number >= 17 GROUP BY 1 ORDER BY 2 DESC, 1")
        self.show("A metric: how warm it was in the warehouse", "SELECT metric_name, metric_unit, count(*) AS points, "
                  "min(value) AS lowest, max(value) AS highest FROM gauge "
                  "WHERE metric_name = 'warehouse.temperature' GROUP BY 1, 2")
        say("\nIceberg snapshots the streams committed")
        bucket = f"arn:aws:s3tables:{REGION}:{ACCOUNT}:bucket/{BASE}"
        for table in TABLES:
            loaded = signed.load_table(self.endpoint, REGION, bucket, NAMESPACE, table)["metadata"]
            snapshots = loaded.get("snapshots", [])
            records = sum(int(snapshot["summary"].get("added-records", 0)) for snapshot in snapshots)
            say(f"    {table:<7}{len(snapshots)} snapshot{'' if len(snapshots) == 1 else 's'}, {records} rows, format version {loaded['format-version']}, "
                f"at {loaded['location']}")
            self.same(f"rows added by the snapshots of {table}", records, self.expected["rows"][table])

    def stop(self):
        """Ends what was started, newest first; the first failure is raised after all are down."""
        failure = None
        for service in reversed(self.services):
            try:
                service.stop()
            except Failed as error:
                failure = failure or error
        self.services.clear()
        if failure:
            raise failure

    def go_on(self):
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
        firn, stamp = shown(self.firn), "%Y-%m-%dT%H:%M:%SZ"
        say(GO_ON.format(
            firn=firn, data=shown(self.data), account=ACCOUNT, region=REGION, base=BASE, env=ENVIRONMENT, lake=shown(LAKE_FILE),
            begin=self.begun.strftime(stamp), end=end.strftime(stamp)))


GO_ON = """
How to go on

  Serve the same lake again (Ctrl-C stops it):
    {firn} serve --data {data} --port 4566

  Then, in another terminal:
    export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_DEFAULT_REGION={region} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
    {firn} query "SELECT span_name, count(*) AS spans, round(max(duration) / 1e6, 1) AS slowest_ms FROM traces GROUP BY 1 ORDER BY 2 DESC LIMIT 5" --env {env}
    {firn} status {lake} --env {env}

  With the AWS CLI (`make setup-test` puts aws and pyiceberg into .venv):
    .venv/bin/aws glue get-table --catalog-id {account}:s3tablescatalog/{base} --database-name default --name logs
    .venv/bin/aws cloudwatch get-metric-statistics --namespace AWS/Firehose --metric-name DeliveryToIceberg.SuccessfulRowCount --dimensions Name=DeliveryStreamName,Value={base}-logs --start-time {begin} --end-time {end} --period 60 --statistics Sum

  With pyiceberg, over the S3 Tables Iceberg REST endpoint:
    .venv/bin/python -c 'from pyiceberg.catalog import load_catalog; url = "http://127.0.0.1:4566"; print(load_catalog("lake", **{{"type": "rest", "uri": url + "/iceberg", "warehouse": "arn:aws:s3tables:{region}:{account}:bucket/{base}", "rest.sigv4-enabled": "true", "rest.signing-name": "s3tables", "rest.signing-region": "{region}", "s3.endpoint": url}}).load_table("default.traces").scan(limit=5).to_arrow())'

  Your own telemetry: run the collector, and give any OpenTelemetry SDK OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318
    {firn} collect {lake} --env {env} --port 4318
"""


def export(port, requests):
    """Sends OTLP requests one after the other over one connection, waiting as OTLP wants when told to; how many bytes
    that were, and how many items the collector said it does not store."""
    connection, sent, rejected = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0, 0
    for request in requests:
        body = base64.b64decode(request["body"])
        headers = {"Content-Type": request["content_type"]}
        if request["encoding"]:
            headers["Content-Encoding"] = request["encoding"]
        for attempt in range(1, PUT_ATTEMPTS_MAX + 1):
            connection.request("POST", request["path"], body, headers)
            response = connection.getresponse()
            answer = response.read()
            if response.status == 200:
                break
            if response.status not in (429, 502, 503, 504) or attempt == PUT_ATTEMPTS_MAX:
                raise Failed(f"{request['path']} was answered {response.status}: {answer[:500]!r}")
            time.sleep(float(response.headers.get("Retry-After") or 1))
        sent += len(body)
        rejected += rejected_of(answer)
    connection.close()
    return sent, rejected


def rejected_of(answer):
    """The number in an Export…ServiceResponse: field 1 is the partial success, and field 1 of that a varint."""
    if not answer:
        return 0
    if answer[:1] != b"\x0a" or answer[2:3] != b"\x08":
        raise Failed(f"an answer that is no partial success: {answer[:500]!r}")
    value = shift = 0
    for byte in answer[3:]:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    return value


def prepare(folder):
    """An empty directory, in the place of what an earlier demo left there; refused while somebody serves that."""
    mark = folder / "made-by-demo"
    if folder.exists():
        if any(folder.iterdir()) and not mark.exists():
            raise Failed(f"{shown(folder)} exists and was not made by the demo; name another with --directory")
        for path in folder.glob("lake/LOCK"):
            with open(path, "rb") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    raise Failed(f"another process serves {shown(folder / 'lake')}; stop it first") from None
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    mark.write_text("This directory is made anew by every demo.\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--firn", type=pathlib.Path, default=ROOT / "build" / "firn")
    parser.add_argument("--directory", type=pathlib.Path, default=ROOT / ".demo")
    options = parser.parse_args()
    firn, folder = options.firn.resolve(), options.directory.resolve()
    demo = None
    try:
        if not firn.exists():
            raise Failed(f"{shown(firn)} is not built; run `make build`")
        prepare(folder)
        demo = Demo(firn, folder)
        for act in (demo.start, demo.deploy, demo.replay, demo.wait_until_readable, demo.compare, demo.tell, demo.stop):
            act()
        if demo.wrong:
            raise Failed("\n".join(demo.wrong))
        say()
        step("every answer is what the capture holds; everything that was started is stopped")
        demo.go_on()
        return 0
    except (Failed, OSError, subprocess.TimeoutExpired, http.client.HTTPException, KeyboardInterrupt) as error:
        for service in demo.services if demo else []:
            say(f"--- {shown(service.log)}\n{service.tail()}")
        say(f"demo failed: {error or type(error).__name__}")
        return 1
    finally:
        if demo:
            try:
                demo.stop()
            except Failed as error:
                say(str(error))


if __name__ == "__main__":
    sys.exit(main())
