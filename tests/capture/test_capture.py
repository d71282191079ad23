"""The bundled capture is what its own description says, and a second making gives the same bytes."""
import base64
import gzip
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CAPTURE = ROOT / "lakes" / "capture"


def test_made_again_gives_the_same_bytes(tmp_path):
    done = subprocess.run([sys.executable, ROOT / "tests/capture/make_capture.py", tmp_path], capture_output=True,
                          text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    for name in ("otlp.capture", "expected.json"):
        assert (tmp_path / name).read_bytes() == (CAPTURE / name).read_bytes(), name


def test_holds_every_signal_of_several_services():
    expected = json.loads((CAPTURE / "expected.json").read_text())
    assert set(expected["rows"]) == {"logs", "traces", "sum", "gauge"}
    assert set(expected["not_stored"]) == {"histogram", "exponential_histogram"}
    assert len(expected["spans_by_service"]) >= 5
    assert sum(expected["spans_by_service"].values()) == expected["rows"]["traces"] > 3000
    assert sum(expected["logs_by_service"].values()) == expected["rows"]["logs"] > 2000
    assert sum(expected["error_spans_by_service"].values()) > 50


def test_is_small_and_names_no_machine():
    assert (CAPTURE / "otlp.capture").stat().st_size < 5_000_000
    with open(CAPTURE / "otlp.capture", encoding="ascii") as lines:
        header = json.loads(next(lines))
        requests = [json.loads(line) for line in lines]
    assert header["capture"] == 1
    assert header["requests"] == len(requests)
    for request in requests:
        body = base64.b64decode(request["body"], validate=True)
        body = gzip.decompress(body) if request["encoding"] == "gzip" else body
        assert b"site-packages" not in body
        assert b"/ho" b"me/" not in body
