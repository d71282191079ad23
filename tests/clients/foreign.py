"""Finds and runs clients that are not Python: which are on the machine, their steps, and their time limits."""
import pathlib
import re
import subprocess
import sys

import pytest
from harness import ROOT, clean_environment

HERE = pathlib.Path(__file__).resolve().parent
INSTALLED = ROOT / ".deps" / "clients"
sys.path.insert(0, str(ROOT / "deps"))
import fetch_clients  # noqa: E402  (what it leaves out, and why)

RUN_S = 120


def installed(name, file):
    """The file of an installed client. Skips the test when its runtime is missing, fails when its set-up failed."""
    failed = INSTALLED / f"{name}.failed"
    stamp = INSTALLED / name / "firn-pin"
    if stamp.is_file() and stamp.read_text() == fetch_clients.pin(name):
        return INSTALLED / name / file
    reason = fetch_clients.missing(name)
    if reason:
        pytest.skip(f"the {name} client {reason}")
    pytest.fail(failed.read_text() if failed.exists() else
                f"the {name} client is not installed for this source: deps/install.sh test installs it", pytrace=False)


def environment(lake, **more):
    """What a client needs to find the lake and nothing else of AWS; the machine's own settings are left behind."""
    clean = clean_environment(lake.folder, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
                              AWS_REGION="us-east-1", AWS_DEFAULT_REGION="us-east-1")
    return {name: value for name, value in clean.items() if not name.startswith(("RCLONE_", "TF_"))} | more


def run(lake, command, *, check=True, seconds=RUN_S, cwd=None, **more):
    """Runs a command to its end and within its time; with check, it must exit with 0."""
    command = [str(word) for word in command]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=seconds, check=False,
                          stdin=subprocess.DEVNULL, env=environment(lake, **more), cwd=cwd or lake.folder)
    if check:
        assert done.returncode == 0, (f"{' '.join(command)}\nexit code {done.returncode}\n{done.stdout[-3000:]}\n"
                                      f"{done.stderr[-3000:]}\n{lake.tail(1500)}")
    return done


def operations(*names):
    """Marks a step that asks for operations firn may not have yet, each as service/snake_name.

    While one is missing the step must fail; once all are there it must pass, without a change here."""
    absent = [name for name in names if not ROOT.joinpath("src/services", *name.split("/")).exists()]
    if not absent:
        return ()
    return pytest.mark.xfail(strict=True, reason=f"firn has no {', '.join(absent)} yet")


def operation(service, name):
    return f"{service}/ops/{name}.cc"


def steps_in(*files, marks=None):
    """The names of the steps in the sources of a program, as parameters, so that each is a test of its own."""
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    names = [name for _, name in re.findall(r"""\bstep\((["'])(.*?)\1""", text)]
    marks = marks or {}
    assert len(names) == len(set(names)) and set(marks) <= set(names), "a step twice, or a mark for none"
    return [pytest.param(name, marks=marks.get(name, ())) for name in names]


class Outcome:
    """What a program said about its steps: lines "ok NAME" and "FAIL NAME -> reason"."""

    def __init__(self, lake, command, **more):
        self.done = run(lake, command, check=False, ENDPOINT=lake.endpoint, **more)
        lines = self.done.stdout.splitlines()
        self.passed = {line[3:] for line in lines if line.startswith("ok ")}
        self.failed = dict(line[5:].split(" -> ", 1) for line in lines if line.startswith("FAIL "))

    def check(self, step):
        assert step not in self.failed, self.failed[step]
        assert step in self.passed, (f"the program never came to this step; exit code {self.done.returncode}\n"
                                     f"{self.done.stdout[-1500:]}\n{self.done.stderr[-1500:]}")
