"""`make demo`: it ends well twice in a row, the lines it prints next work as typed, and a wrong answer fails it."""
import json
import pathlib
import shutil
import signal
import subprocess

import pytest
from harness import FIRN, ROOT, Lake, clean_environment, until
from programs import EXPECTED, TABLES, Collector

DEMO = ROOT / "demo" / "demo.py"


def run(folder, home, program=DEMO):
    return subprocess.run(["python3", program, "--firn", FIRN, "--directory", folder], capture_output=True, text=True, timeout=150,
                          stdin=subprocess.DEVNULL, check=False, env=clean_environment(home))


def children_of_session(folder):
    """Processes whose command line names the directory."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            pass
    return found


def next_lines(said):
    """The commands the demo prints at its end."""
    text = said.split("How to go on")[1]
    return [line.strip() for line in text.splitlines() if line.startswith("    ")]


def test_twice_in_a_row_and_then_as_it_says(tmp_path):
    folder = tmp_path / "demo"
    for _ in range(2):
        done = run(folder, tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert children_of_session(folder) == []
        for table in TABLES:
            assert f"{table} {EXPECTED['rows'][table]} of {EXPECTED['rows'][table]}" in done.stdout
    lines = next_lines(done.stdout)
    assert any(" serve --data " in line for line in lines)
    lake = Lake(tmp_path)
    lake.data = folder / "lake"
    lake.start()
    try:
        environment = clean_environment(tmp_path)
        exports = next(line for line in lines if line.startswith("export "))
        commands = [line for line in lines if line.split()[0] != "export" and " serve " not in line and " collect " not in line]
        assert len(commands) == 5, lines
        for line in commands:
            typed = f"{exports}\n{line}".replace("http://127.0.0.1:4566", lake.endpoint)
            answer = subprocess.run(["bash", "-c", typed], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
                                    stdin=subprocess.DEVNULL, check=False)
            assert answer.returncode == 0, f"{typed}\n{answer.stdout}\n{answer.stderr}"
            if "get-table " in line:
                assert json.loads(answer.stdout)["Table"]["Name"] == "logs"
            if "get-metric-statistics" in line:
                assert sum(point["Sum"] for point in json.loads(answer.stdout)["Datapoints"]) == EXPECTED["rows"]["logs"]
    finally:
        lake.kill()


def test_a_wrong_answer_fails_it(tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "demo", copy / "demo", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "lakes", copy / "lakes")
    expected = copy / "lakes" / "capture" / "expected.json"
    expected.write_text(json.dumps({**EXPECTED, "logs_by_service": {**EXPECTED["logs_by_service"], "checkout": 1}}))
    done = run(tmp_path / "demo", tmp_path, copy / "demo" / "demo.py")
    assert done.returncode == 1 and "logs by service" in done.stdout, done.stdout
    assert children_of_session(tmp_path / "demo") == []


def test_what_it_did_not_make_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious").write_text("kept")
    done = run(tmp_path / "mine", tmp_path)
    assert done.returncode == 1 and "was not made by the demo" in done.stdout
    assert (tmp_path / "mine" / "precious").read_text() == "kept"


# firn up, the same in one command


@pytest.fixture
def up(tmp_path):
    """`firn up` with its ports and its log."""
    files = [tmp_path / "port", tmp_path / "otlp-port"]
    with open(tmp_path / "up.log", "wb") as log:
        process = subprocess.Popen(
            [FIRN, "up", ROOT / "lakes" / "otlp.yaml", "--env", "up", "--data", tmp_path / "data", "--port", "0", "--port-file",
             files[0], "--otlp-port", "0", "--otlp-port-file", files[1]], stdin=subprocess.DEVNULL, stdout=log,
            stderr=subprocess.STDOUT, env=clean_environment(tmp_path), start_new_session=True)
    try:
        until(lambda: process.poll() is not None or all(file.exists() for file in files), "firn up writes both ports")
        assert process.poll() is None, (tmp_path / "up.log").read_text()
        yield process, *(int(file.read_text()) for file in files), tmp_path
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_up_takes_telemetry_and_stops_cleanly(up):
    process, port, otlp_port, folder = up
    lake = Lake(folder)
    lake.endpoint = f"http://127.0.0.1:{port}"
    collector = Collector.__new__(Collector)
    collector.port = otlp_port
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": "up"}}]}]}]}).encode()
    assert collector.post("/v1/logs", body, "application/json")[0] == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0, (folder / "up.log").read_text()
    lake.start()
    try:
        with lake.duckdb("arn:aws:s3tables:us-east-1:123456789012:bucket/otlp2pipeline-up") as connection:
            assert connection.execute('SELECT body, service_name FROM lake."default".logs').fetchall() == [("up", "unknown_service")]
    finally:
        lake.kill()
