#!/usr/bin/env python3
"""Fetches what Debian does not package, through npm and pip, into one directory.

    deps/fetch.py DIRECTORY

    DIRECTORY/engine/libduckdb.so         DuckDB as a shared library (npm)
    DIRECTORY/engine/include/duckdb.h     its C header (the source package of the same version, pip)
    DIRECTORY/botocore/botocore/data/...  AWS service models of the services firn speaks (pip)

Every file is checked against a pinned digest before it is put in place by a rename, so a run that was interrupted
leaves only whole files and the next run does what is missing. Runs side by side wait for each other. A complete
directory costs a few milliseconds. To move to another version change the pins below and deps/engine/package-lock.json.
"""
import fcntl
import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
NPM_PACKAGE = "@duckdb/node-bindings-linux-x64"  # its version and digest: deps/engine/package-lock.json
LIBRARY_SHA256 = "3f4962cdd266eab2b479a5b5a4a6d063d279b2954ae814ed00385d553b747633"
SOURCE_VERSION = "1.5.6"
SOURCE_SHA256 = "166a91dbfacfc0c9f08cc76c0243cb6d3d4296bfab5bad72a3cfb63140a5b7c8"
HEADER_SHA256 = "e85f70155b5948c8575e59f66e60d43575cec8b252293534c9e8598eb313a293"
BOTOCORE_VERSION = "1.43.11"
BOTOCORE_SHA256 = "0108b5604df5a26918936c845e1e761866ee9ea8d1c1f9358ed3c69afdc37436"
SERVICES = ("s3tables glue s3 s3control sts iam lakeformation firehose cloudwatch logs athena ram kms cloudformation "
            "kinesis lambda organizations resourcegroupstaggingapi").split()
LAYOUT = 1  # counts up when this program lays the same versions out differently


class Failure(Exception):
    """What failed and what to do about it, for people."""


def say(text):
    print(f"deps: {text}", flush=True)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else \
            hashlib.sha256(file.read()).hexdigest()


def has(path, sha256):
    return path.is_file() and digest(path) == sha256


def check(path, sha256):
    if not path.is_file():
        raise Failure(f"{path.name} is not in the package it should come from; the pinned version has changed shape")
    found = digest(path)
    if found != sha256:
        raise Failure(f"{path.name} has sha256 {found}, but {sha256} is pinned in deps/fetch.py. Another file was served "
                      "under the same version: do not use it, clear the package manager's cache and run again")


def run(what, command, directory, extra_environment=None):
    """Runs a package manager quietly; on failure shows its last words."""
    environment = dict(os.environ, **(extra_environment or {}))
    try:
        done = subprocess.run(command, cwd=directory, env=environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    except FileNotFoundError:
        raise Failure(f"{what}: the command {command[0]} is missing. Install it (deps/apt.txt names the package) "
                      "and run again") from None
    if done.returncode != 0:
        tail = "\n".join("    " + line for line in done.stdout.strip().splitlines()[-12:])
        raise Failure(f"{what}: {command[0]} ended with status {done.returncode}:\n{tail}\n"
                      "deps: if this is the network, run the same command again; what arrived is kept")


def pip_download(what, work, requirement, sha256, flags, extra_environment=None):
    """Downloads one file by exact version; pip itself refuses another digest before it opens the file."""
    listing = work / "requirement.txt"
    listing.write_text(f"{requirement} --hash=sha256:{sha256}\n")
    run(what, [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
               "--no-deps", "--require-hashes", *flags, "--dest", str(work), "--requirement", str(listing)],
        work, extra_environment)


def fetch_library(target, work):
    library = target / "engine" / "libduckdb.so"
    if has(library, LIBRARY_SHA256):
        return
    if platform.machine() != "x86_64":
        raise Failure(f"the engine library is pinned for x86-64 Linux; this machine is {platform.machine()}")
    say("fetching the engine library (24 MB)")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / "engine" / name, work)
    run("engine library", ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work)
    package = work / "node_modules" / NPM_PACKAGE
    check(package / "libduckdb.so", LIBRARY_SHA256)
    library.parent.mkdir(parents=True, exist_ok=True)
    os.replace(package / "LICENSE", library.parent / "LICENSE")
    os.replace(package / "libduckdb.so", library)


def fetch_header(target, work):
    header = target / "engine" / "include" / "duckdb.h"
    if has(header, HEADER_SHA256):
        return
    say("fetching the engine's header (18 MB source package)")
    # The stub answers pip's question for metadata, so that no build tool is downloaded and nothing is compiled.
    pip_download("engine header", work, f"duckdb=={SOURCE_VERSION}", SOURCE_SHA256,
                 ["--no-binary", "duckdb", "--no-build-isolation"],
                 {"PYTHONPATH": str(HERE / "engine" / "sdist-stub"), "PYTHONDONTWRITEBYTECODE": "1"})
    archive = work / f"duckdb-{SOURCE_VERSION}.tar.gz"
    check(archive, SOURCE_SHA256)
    wanted = f"duckdb-{SOURCE_VERSION}/external/duckdb/src/include/duckdb.h"
    unpacked = work / "duckdb.h"
    with tarfile.open(archive) as source, open(unpacked, "wb") as out:
        shutil.copyfileobj(source.extractfile(wanted), out)
    check(unpacked, HEADER_SHA256)
    header.parent.mkdir(parents=True, exist_ok=True)
    os.replace(unpacked, header)


def fetch_models(target, work):
    folder = target / "botocore"
    wanted_stamp = json.dumps([BOTOCORE_SHA256, SERVICES, LAYOUT])
    stamp = folder / "firn-pin.json"
    if stamp.is_file() and stamp.read_text() == wanted_stamp:
        return
    say("fetching the AWS service models (15 MB)")
    pip_download("service models", work, f"botocore=={BOTOCORE_VERSION}", BOTOCORE_SHA256, ["--only-binary", ":all:"])
    wheel = work / f"botocore-{BOTOCORE_VERSION}-py3-none-any.whl"
    check(wheel, BOTOCORE_SHA256)
    unpacked = work / "botocore"
    prefixes = tuple(f"botocore/data/{service}/" for service in SERVICES)
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist()
                 if name.startswith(prefixes) or name.endswith((".dist-info/LICENSE.txt", ".dist-info/NOTICE"))]
        missing = [service for service in SERVICES
                   if not any(name.startswith(f"botocore/data/{service}/") for name in names)]
        if missing:
            raise Failure(f"service models: botocore {BOTOCORE_VERSION} has none for {', '.join(missing)}")
        archive.extractall(unpacked, names)
    (unpacked / "firn-pin.json").write_text(wanted_stamp)
    if folder.exists():
        os.replace(folder, work / "replaced")
    os.replace(unpacked, folder)


def main(arguments):
    if len(arguments) != 2 or arguments[1].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    target = pathlib.Path(arguments[1]).resolve()
    target.mkdir(parents=True, exist_ok=True)
    lock = (HERE / "engine" / "package-lock.json").read_text()
    pins = json.dumps([LIBRARY_SHA256, HEADER_SHA256, BOTOCORE_SHA256, SERVICES, LAYOUT,
                       hashlib.sha256(lock.encode()).hexdigest()])
    marker = target / "fetched.json"
    parts = [target / "engine" / "libduckdb.so", target / "engine" / "include" / "duckdb.h", target / "botocore"]

    def complete():
        return marker.is_file() and marker.read_text() == pins and all(part.exists() for part in parts)

    if complete():
        return 0
    with open(target / "fetch.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is fetching; waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        if complete():
            return 0
        for leftover in target.glob("fetch-*"):  # of runs that were killed: we hold the lock, so none is in use
            shutil.rmtree(leftover, ignore_errors=True)
        for fetch in (fetch_library, fetch_header, fetch_models):
            with tempfile.TemporaryDirectory(prefix="fetch-", dir=target) as work:
                fetch(target, pathlib.Path(work))
        written = target / "fetched.json.new"
        written.write_text(pins)
        os.replace(written, marker)
    say(f"the engine and the service models are in {target}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv))
    except Failure as failure:
        print(f"deps: {failure}", file=sys.stderr)
        sys.exit(1)
    except OSError as failure:
        print(f"deps: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
