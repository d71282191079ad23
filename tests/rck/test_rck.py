"""Apache Iceberg's REST catalog tests against a fresh lake: what fails is exactly what S3 Tables documents as refused."""
import pathlib
import shutil
import subprocess
import xml.etree.ElementTree

import pytest
from harness import unique

HERE = pathlib.Path(__file__).resolve().parent
RUN_S = 900  # with the first fetch of the artefacts on a slow line


def expected():
    """Test names with the reason each fails, from expected.txt."""
    reasons = {}
    for line in (HERE / "expected.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.partition(": ")
            reasons[name.strip()] = reason.strip()
    return reasons


def outcomes(folder):
    """Test name to None when it passed, "skipped", or the first line of its failure."""
    found = {}
    for report in pathlib.Path(folder).glob("TEST-*.xml"):
        for case in xml.etree.ElementTree.parse(report).getroot().iter("testcase"):
            bad = case.find("failure") if case.find("failure") is not None else case.find("error")
            name = case.get("name").partition("(")[0]
            if case.find("skipped") is not None:
                found.setdefault(name, "skipped")
            elif bad is not None:
                found[name] = (bad.get("message") or bad.text or "failed").strip().splitlines()[0]
            else:
                found.setdefault(name, None)
    return found


@pytest.mark.skipif(not (shutil.which("javac") and shutil.which("mvn")),
                    reason="Java or Maven is missing: deps/install.sh test installs both")
def test_iceberg_rest_compatibility(own_lake, tmp_path):
    arn = own_lake.client("s3tables").create_table_bucket(name=unique("rck"))["arn"]
    done = subprocess.run([HERE / "run.sh", own_lake.endpoint, arn, tmp_path], capture_output=True, text=True,
                          timeout=RUN_S, stdin=subprocess.DEVNULL, check=False)
    results = outcomes(tmp_path)
    assert len(results) > 80, f"the suite did not run:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    reasons = expected()
    assert all(reasons.values()), "every line of expected.txt needs a reason"
    failed = {name: why for name, why in results.items() if why not in (None, "skipped")}
    passed = sum(why is None for why in results.values())
    print(f"rck: {passed} passed, {len(failed)} failed as documented, "
          f"{sum(why == 'skipped' for why in results.values())} not for S3 Tables")
    fresh = {name: why for name, why in failed.items() if name not in reasons}
    assert not fresh, "failures that expected.txt does not explain:\n" + "\n".join(f"{n}: {w}" for n, w in fresh.items())
    gone = sorted(set(reasons) - set(failed))
    assert not gone, f"these pass now, or are gone; take them off expected.txt: {gone}"
