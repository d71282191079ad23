#!/usr/bin/env python3
"""Runs moto's own suites against `firn serve` and compares the failures with those expected.

    tests/moto/run.py SERVICE...        exit 1 when anything differs from tests/moto/expected/SERVICE.txt
    tests/moto/run.py SERVICE -k WORD   only some tests; nothing is compared, pytest's report is printed
    tests/moto/run.py --write SERVICE   writes the expected failures anew, keeping the reasons that stand

moto's suites are a judge of breadth, not of truth: where moto and AWS differ, AWS's documentation decides, and the test
stands in the list with that reason. A line is `test_file.py::test_name  # reason`. A test that fails and is not listed is
a failure; a listed test that passes is one too, so that the list only shrinks.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "conformance"))
from harness import Lake, clean_environment  # noqa: E402

SUITES = ROOT / ".deps" / "suites" / "moto"
SERVICES = tuple("s3tables sts firehose glue lakeformation iam s3 cloudwatch logs ram kms athena organizations "
                 "resourcegroupstaggingapi".split())
LIMIT_S = 1500
BY_THE_CLOCK = "by the clock: "  # begins the reason of a test that passes at some seconds of a minute and not at others


class Outcome:
    """What one suite did: names of tests by result."""

    def __init__(self, passed, failed, skipped, text):
        self.passed, self.failed, self.skipped, self.text = passed, failed, skipped, text

    def summary(self, service):
        return f"{service}: {len(self.passed)} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"


def run_suite(service, keyword=None):
    """Runs one suite against a lake of its own."""
    with tempfile.TemporaryDirectory(prefix=f"firn-moto-{service}-") as folder:
        lake = Lake(folder, "--auth", "lax", "--controls")
        lake.start()
        try:
            report = pathlib.Path(folder) / "report.xml"
            environment = clean_environment(
                folder, TEST_SERVER_MODE="true", TEST_SERVER_MODE_ENDPOINT=lake.endpoint, AWS_ACCESS_KEY_ID="foo",
                AWS_SECRET_ACCESS_KEY="bar", AWS_DEFAULT_REGION="us-east-1", SKIP_REQUIRES_DOCKER="true",
                PYTHONPATH=str(HERE), PYTHONDONTWRITEBYTECODE="1")
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "firn_reset", "--color=no",
                       "--tb=short", f"--junitxml={report}", "--ignore-glob=*/test_server.py", f"tests/test_{service}"]
            if keyword:
                command += ["-k", keyword]
            done = subprocess.run(command, cwd=SUITES, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                                  text=True, timeout=LIMIT_S, check=False)
            return read_report(service, report, done.stdout + done.stderr)
        finally:
            lake.kill()


def read_report(service, report, text):
    if not report.exists():
        raise RuntimeError(f"{service}: pytest wrote no report\n{text[-2000:]}")
    names = {"passed": [], "failed": [], "skipped": []}
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        # tests.test_sts.test_sts[.Class] to test_sts.py::[Class::]test
        parts = case.get("classname").split(".")[2:]
        name = "::".join([f"{parts[0]}.py" if parts else "?", *parts[1:], case.get("name")])
        if case.find("failure") is not None or case.find("error") is not None:
            names["failed"].append(name)
        elif case.find("skipped") is not None:
            names["skipped"].append(name)
        else:
            names["passed"].append(name)
    return Outcome(**{kind: sorted(set(found)) for kind, found in names.items()}, text=text)


def expected(service):
    """The reasons of the failures that are expected, by test."""
    path = HERE / "expected" / f"{service}.txt"
    reasons = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        name, _, reason = line.partition("  # ")
        if name.strip() and not name.startswith("#"):
            reasons[name.strip()] = reason.strip()
    return reasons


def differences(service, outcome):
    """How the outcome differs from what is expected, a line each; tests without a reason among them."""
    reasons = expected(service)
    lines = [f"fails, and is not expected to: {name}" for name in outcome.failed if name not in reasons]
    lines += [f"passes: take it off the list: {name}" for name in outcome.passed
              if name in reasons and not reasons[name].startswith(BY_THE_CLOCK)]
    known = {*outcome.passed, *outcome.failed, *outcome.skipped}
    lines += [f"is in the list, but in no suite: {name}" for name in reasons if name not in known]
    lines += [f"is expected to fail without a reason: {name}" for name, reason in reasons.items() if not reason]
    return lines


def write_expected(service, outcome):
    reasons = expected(service)
    path = HERE / "expected" / f"{service}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{name}  # {reasons.get(name, '')}\n" for name in outcome.failed))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("services", nargs="+", choices=SERVICES, metavar="SERVICE")
    parser.add_argument("-k", dest="keyword")
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    code = 0
    for service in arguments.services:
        outcome = run_suite(service, arguments.keyword)
        if arguments.keyword:
            print(outcome.text)
        elif arguments.write:
            write_expected(service, outcome)
        else:
            for line in differences(service, outcome):
                code = 1
                print(f"{service}: {line}")
        print(outcome.summary(service))
    return code


if __name__ == "__main__":
    sys.exit(main())
