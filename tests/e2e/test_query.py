"""`firn query`: its output forms, its exit codes, and the flows of the origin's own documentation, typed as written."""
import csv
import io
import json
import subprocess
import sys
import pathlib

import pytest
from harness import FIRN, REGION, clean_environment, until
from programs import KEYS, LAKE_FILE, deploy, firn, lake_file, query

ENV = "prod"
ROWS = [("a,b", "quote \" and\nline", 1), ("ünï ☃", None, 2), ("plain", "", 3)]


@pytest.fixture(scope="module")
def site(lake, tmp_path_factory):
    """The lake file, deployed as prod, with three log records of service `forms`."""
    file = lake_file(tmp_path_factory.mktemp("site"))
    deploy(lake, file, ENV)
    records = [{"timestamp": 1_760_000_000_123_456 + number, "service_name": "forms", "severity_number": number,
                "severity_text": text, "body": body} for text, body, number in ROWS]
    lake.client("firehose").put_record_batch(DeliveryStreamName="otlp2pipeline-prod-logs", Records=[
        {"Data": json.dumps(record).encode()} for record in records])
    until(lambda: query(lake, file, ENV, "SELECT count(*) AS n FROM logs WHERE service_name = 'forms'")[0]["n"] == 3, "3 rows")
    return file


SQL = "SELECT severity_text, body, severity_number FROM logs WHERE service_name = 'forms' ORDER BY severity_number"


def run(lake, file, sql, *words, **more):
    return firn(lake, "query", sql, "--lake-file", file, "--env", ENV, *words, **more)


def test_json_is_an_array_of_row_objects(lake, site):
    rows = json.loads(run(lake, site, SQL, "--json").stdout)
    assert [list(row) for row in rows] == [["severity_text", "body", "severity_number"]] * 3
    assert [tuple(row.values()) for row in rows] == ROWS
    assert json.loads(run(lake, site, SQL.replace("'forms'", "'nobody'"), "--json").stdout) == []


def test_json_keeps_types(lake, site):
    row = json.loads(run(lake, site, "SELECT 9007199254740993 AS big, 0.5::DOUBLE AS half, true AS yes, NULL AS none, 'x' AS text, "
                         "TIMESTAMP '2026-01-02 03:04:05' AS t", "--json").stdout)[0]
    assert row["big"] == 9007199254740993 and row["half"] == 0.5 and row["yes"] is True and row["none"] is None
    assert row["text"] == "x" and row["t"].startswith("2026-01-02 03:04:05")


def test_csv_reads_back(lake, site):
    rows = list(csv.reader(io.StringIO(run(lake, site, SQL, "--csv").stdout, newline="")))
    assert rows[0] == ["severity_text", "body", "severity_number"]
    assert rows[1:] == [[text, body or "", str(number)] for text, body, number in ROWS]


def test_table_is_for_eyes(lake, site):
    lines = run(lake, site, SQL).stdout.splitlines()
    assert lines[0].split() == ["severity_text", "body", "severity_number"]
    assert set(lines[1]) <= {"-", " "} and lines[-1] == "(3 rows)"
    assert len(lines) == 6 and "NULL" in lines[3]


def test_wrong_sql_fails_with_the_engines_words(lake, site):
    assert "nosuch" in run(lake, site, "SELECT nosuch FROM logs", check=1).stderr
    assert "no_table" in run(lake, site, "SELECT * FROM no_table", check=1).stderr
    assert run(lake, site, "SELEC 1", check=1).stderr
    run(lake, site, SQL, "--json", "--csv", check=2)
    firn(lake, "query", check=2)


@pytest.mark.parametrize("sql", [
    "COPY (SELECT 1) TO 'stolen.csv'", "SELECT * FROM read_csv('/etc/passwd')", "ATTACH 'other.db'", "INSTALL httpfs", "LOAD httpfs",
    "SET threads = 1", "SELECT * FROM '/etc/passwd'", "PRAGMA version", "CREATE TABLE t AS SELECT 1", "SELECT 1; SELECT 2",
    "SELECT * FROM glob('*')", "SELECT content FROM read_text('/etc/passwd')", "SELECT getenv('HOME')", "EXPORT DATABASE 'x'"])
def test_sql_reaches_nothing_but_tables(lake, site, sql):
    done = run(lake, site, sql, check=1)
    assert done.stderr and "root:" not in done.stdout


def test_local_flag_and_environment_find_the_endpoint(lake, site):
    done = subprocess.run(
        [FIRN, "query", "SELECT 1 AS one", "--lake-file", site, "--env", ENV, "--json"], capture_output=True, text=True, timeout=60,
        stdin=subprocess.DEVNULL, check=True, env=clean_environment(lake.folder, AWS_ENDPOINT_URL=lake.endpoint, **KEYS))
    assert json.loads(done.stdout) == [{"one": 1}]
    done = subprocess.run([FIRN, "query", "SELECT 1", "--local", "--endpoint", lake.endpoint], capture_output=True, text=True,
                          timeout=60, stdin=subprocess.DEVNULL, check=False, env=clean_environment(lake.folder, **KEYS))
    assert done.returncode == 2 and "--local" in done.stderr


def test_wrong_keys_are_refused(lake, site):
    done = subprocess.run(
        [FIRN, "query", "SELECT 1", "--lake-file", site, "--env", ENV, "--endpoint", lake.endpoint], capture_output=True, text=True,
        timeout=60, stdin=subprocess.DEVNULL, check=False,
        env=clean_environment(lake.folder, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="wrong"))
    assert done.returncode == 1 and "signature" in done.stderr.lower(), done.stderr
    assert "wrong" not in done.stderr


# The origin's documentation, section "Testing": only the endpoint is set, and BSD's `date -v-5M` is GNU's `-d '5 minutes ago'`.

SEND = "firn send-test-record otlp2pipeline-prod us-east-1"
METRIC = """aws cloudwatch get-metric-statistics \\
  --namespace AWS/Firehose \\
  --metric-name DeliveryToIceberg.SuccessfulRowCount \\
  --dimensions Name=DeliveryStreamName,Value=otlp2pipeline-prod-logs \\
  --start-time $(date -u -d '5 minutes ago' '+%Y-%m-%dT%H:%M:%SZ') \\
  --end-time $(date -u '+%Y-%m-%dT%H:%M:%SZ') \\
  --period 60 --statistics Sum --region us-east-1"""


def typed(lake, line):
    tools = [str(FIRN.resolve().parent), str(pathlib.Path(sys.executable).parent)]
    environment = clean_environment(lake.folder, AWS_ENDPOINT_URL=lake.endpoint, **KEYS)
    environment["PATH"] = ":".join([*tools, environment["PATH"]])
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL, check=False,
                          env=environment)
    assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}\n{lake.tail(1500)}"
    return done.stdout


def test_the_origins_test_as_typed(own_lake, tmp_path):
    deploy(own_lake, lake_file(tmp_path), ENV)
    said = typed(own_lake, SEND)
    assert [line.split(":")[0] for line in said.splitlines()] == [f"otlp2pipeline-prod-{table}" for table in ("logs", "traces", "sum", "gauge")]

    def delivered():
        points = json.loads(typed(own_lake, METRIC))["Datapoints"]
        return sum(point["Sum"] for point in points) == 1.0 and points
    # The end of the window is the second that has begun, so the newest minute counts once it lies within.
    points = until(delivered, "the metric counts one row", 90)
    assert {point["Unit"] for point in points} == {"Count"}
    mark = json.loads(typed(own_lake, SEND + " logs --json"))["records"][0]["mark"]
    rows = query(own_lake, LAKE_FILE, ENV, f"SELECT service_name, severity_text, body FROM logs WHERE service_instance_id = '{mark}'")
    assert len(rows) == 1 and (rows[0]["service_name"], rows[0]["severity_text"]) == ("test-service", "INFO")
    assert rows[0]["body"].startswith("Test log message at ")


def test_region_of_the_endpoint(own_lake):
    deploy(own_lake, LAKE_FILE, ENV)
    shown = own_lake.cli("firehose", "describe-delivery-stream", "--delivery-stream-name", "otlp2pipeline-prod-logs")
    assert f":{REGION}:" in shown["DeliveryStreamDescription"]["DeliveryStreamARN"]
