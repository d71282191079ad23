#!/bin/bash
# Writes requirements-tests.txt from requirements-tests.in: every version pinned, every file's hash recorded.
# Run it by hand after changing the list; nothing in the build or the tests calls it.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pip-tools
"$work/venv/bin/pip-compile" --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
  --no-emit-trusted-host --no-emit-find-links --output-file "$work/pinned.txt" requirements-tests.in
{
  echo '# What the tests run, every package pinned and hash-checked. Written from requirements-tests.in by'
  echo '# deps/pin.sh; change that file, not this one.'
  sed -e "s#-r requirements-tests.in#requirements-tests.in#" "$work/pinned.txt"
} > requirements-tests.txt
