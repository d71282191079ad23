#!/usr/bin/env python3
"""Installs the clients of other languages that tests/clients runs: what their package managers give, pinned by digest.

    deps/fetch_clients.py DIRECTORY

    DIRECTORY/clients/js/node_modules    AWS SDK for JavaScript v3 (npm ci; digests in tests/clients/js/package-lock.json)
    DIRECTORY/clients/go/clients         tests/clients/go with the AWS SDK for Go v2 (digests in go.sum)
    DIRECTORY/clients/rclone/rclone      rclone (the digest of its module below; its own go.sum pins the rest)

A client is put in place whole, by a rename, next to the digest of what it was made from. A client whose runtime is
missing is left out: its tests are skipped with the reason. One that cannot be fetched or built in time leaves its reason
in DIRECTORY/clients/NAME.failed, and its tests fail with it; the others are not held up.
"""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from fetch import Failure, say

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = HERE.parent / "tests" / "clients"
NODE_MAJOR, GO_MINOR = 20, {"go": 24, "rclone": 26}  # the oldest runtimes the pinned versions run with
RCLONE = "github.com/rclone/rclone"
RCLONE_VERSION, RCLONE_SUM = "v1.75.1", "h1:kIxQcoDLj2Gke/gMSHK7OnxhX1Gu1cJBLP1kJZoaFp0="
LIMIT_S = 600  # for one command; an idle machine with two cores needs less than a third of it
NPM_CI = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
GO_BUILD = ["go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"]


def version_of(command, pattern):
    """The number a runtime gives itself, 0 when it is not there."""
    if not shutil.which(command[0]):
        return 0
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL, check=False)
    found = re.search(pattern, done.stdout)
    return int(found[1]) if found else 0


def missing(name):
    """Why this client cannot be on this machine, or nothing."""
    if name == "js":
        found = version_of(["node", "--version"], r"v(\d+)")
        if found >= NODE_MAJOR and shutil.which("npm"):
            return None
        return f"needs node {NODE_MAJOR} or newer and npm; this machine has {f'node {found}' if found else 'no node'}"
    found = version_of(["go", "version"], r"go1\.(\d+)")
    if found >= GO_MINOR[name]:
        return None
    return f"needs go 1.{GO_MINOR[name]} or newer; this machine has {f'go 1.{found}' if found else 'no go'}"


def run(what, command, directory):
    """Runs a package manager or compiler under the time limit and with the machine's own toolchain only."""
    environment = dict(os.environ, GOTOOLCHAIN="local", GOWORK="off")
    environment.pop("GOFLAGS", None)
    try:
        done = subprocess.run(command, cwd=directory, env=environment, stdin=subprocess.DEVNULL, text=True,
                              capture_output=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        raise Failure(f"{what}: {' '.join(command[:2])} took more than {LIMIT_S} s and was ended") from None
    if done.returncode != 0:
        tail = "\n".join("    " + line for line in (done.stdout + done.stderr).strip().splitlines()[-12:])
        raise Failure(f"{what}: {' '.join(command[:2])} ended with status {done.returncode}:\n{tail}")
    return done.stdout


def make_js(work):
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SOURCES / "js" / name, work)
    run("JavaScript SDK", NPM_CI, work)


def make_go(work):
    run("Go SDK", [*GO_BUILD, "-o", str(work / "clients"), "."], SOURCES / "go")


def make_rclone(work):
    module = json.loads(run("rclone", ["go", "mod", "download", "-json", f"{RCLONE}@{RCLONE_VERSION}"], work))
    if module["Sum"] != RCLONE_SUM:
        raise Failure(f"rclone {RCLONE_VERSION} has the digest {module['Sum']}, but {RCLONE_SUM} is pinned")
    run("rclone", [*GO_BUILD, "-o", str(work / "rclone"), "."], module["Dir"])


CLIENTS = {"js": make_js, "go": make_go, "rclone": make_rclone}


def pin(name):
    """The digest of everything a client is made from."""
    if name == "rclone":
        return RCLONE_SUM
    patterns = {"js": ("package*.json",), "go": ("*.go", "go.mod", "go.sum")}[name]
    files = sorted(path for pattern in patterns for path in (SOURCES / name).glob(pattern))
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def fetch(name, make, folder):
    place, failed, wanted = folder / name, folder / f"{name}.failed", pin(name)
    stamp = place / "firn-pin"
    if stamp.is_file() and stamp.read_text() == wanted:
        failed.unlink(missing_ok=True)
        return
    reason = missing(name)
    if reason:
        say(f"without the {name} client: {reason}")
        return
    say(f"installing the {name} client of tests/clients")
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=folder) as work:
        made = pathlib.Path(work) / name
        made.mkdir()
        try:
            make(made)
        except Failure as failure:
            failed.write_text(f"{failure}\n")
            print(f"deps: {failure}", file=sys.stderr)
            return
        (made / "firn-pin").write_text(wanted)
        if place.exists():
            shutil.rmtree(place)
        os.replace(made, place)
    failed.unlink(missing_ok=True)


def main(arguments):
    if len(arguments) != 2 or arguments[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folder = pathlib.Path(arguments[1]).resolve() / "clients"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in CLIENTS.items():
        fetch(name, make, folder)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv))
    except (Failure, OSError) as failure:
        print(f"deps: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
