#!/usr/bin/env python3
"""Fetches the test suites of others that firn is judged by, into one directory; run with the test clients' Python.

    deps/fetch_suites.py DIRECTORY

    DIRECTORY/suites/moto/tests/...       moto's own tests (its source package, pip)

The package is checked against a pinned digest; the suite is put in place whole, by a rename. Nothing of it is committed.
"""
import os
import pathlib
import shutil
import sys
import tarfile
import tempfile

from fetch import Failure, check, pip_download, say

MOTO_VERSION = "5.2.1"  # of the library in requirements-tests.in
MOTO_SHA256 = "ccb2f3e1dfa82e50e054bda98b0be708d244d2668364dcc1d45e8d3de6091bde"


def fetch_moto(target):
    suite = target / "suites" / "moto"
    stamp = suite / "firn-pin"
    if stamp.is_file() and stamp.read_text() == MOTO_SHA256:
        return
    say("fetching moto's test suite (9 MB)")
    suite.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=target) as work:
        work = pathlib.Path(work)
        pip_download("moto's suite", work, f"moto=={MOTO_VERSION}", MOTO_SHA256,
                     ["--no-binary", "moto", "--no-build-isolation"])
        archive = work / f"moto-{MOTO_VERSION}.tar.gz"
        check(archive, MOTO_SHA256)
        with tarfile.open(archive) as source:
            inside = f"moto-{MOTO_VERSION}/"
            wanted = [member for member in source.getmembers() if member.name.startswith(inside + "tests/")]
            source.extractall(work, wanted, filter="data")
        unpacked = work / f"moto-{MOTO_VERSION}"
        (unpacked / "firn-pin").write_text(MOTO_SHA256)
        if suite.exists():
            shutil.rmtree(suite)
        os.replace(unpacked, suite)


def main(arguments):
    if len(arguments) != 2 or arguments[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    target = pathlib.Path(arguments[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    fetch_moto(target)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv))
    except (Failure, OSError) as failure:
        print(f"deps: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
