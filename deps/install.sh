#!/bin/bash
# Installs what this machine lacks. Repeatable: what is there already costs well under a second.
#
#   deps/install.sh build    Debian packages that the build needs, then the engine and the service models
#   deps/install.sh test     the above, the test clients in a virtual environment at .venv and the suites they run
#   deps/install.sh format   the formatter only
#
# Works as root or through sudo, asks nothing and reads no standard input. A run that was interrupted is continued by
# the next one: packages are the package manager's own transaction, and .venv counts only once its stamp is written.
set -euo pipefail
exec < /dev/null
root=$(cd "$(dirname "$0")/.." && pwd)
purpose=${1:-build}
case "$purpose" in
  build | test | format) ;;
  *) echo "usage: deps/install.sh build|test|format" >&2; exit 2 ;;
esac

Say() { printf 'deps: %s\n' "$*"; }

# One program at a time: two makes in one checkout must not both run the package manager.
mkdir -p "$root/.deps"
exec 9> "$root/.deps/lock"
flock 9

Installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]; }

# Prints the packages of deps/apt.txt for this purpose that are missing.
Missing() {
  local name why
  while read -r name why _; do
    [[ -z $name || $name == \#* ]] && continue
    [[ $why == "$purpose" || ($why == build && $purpose == test) ]] || continue
    # These are often there from elsewhere; a second one of Debian's would do no good.
    case "$name" in
      npm) command -v npm > /dev/null && continue ;;
      default-jdk-headless) command -v javac > /dev/null && continue ;;
      maven) command -v mvn > /dev/null && continue ;;
    esac
    Installed "$name" || printf '%s\n' "$name"
  done < "$root/deps/apt.txt"
}

InstallPackages() {
  local missing=()
  if ! command -v dpkg-query > /dev/null; then
    Say "this is not a Debian machine: the packages of deps/apt.txt are taken to be there"
    return 0
  fi
  mapfile -t missing < <(Missing)
  if [[ ${#missing[@]} -eq 0 ]]; then
    Say "all Debian packages are there"
    return 0
  fi
  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo > /dev/null; then
      Say "missing packages: ${missing[*]}" >&2
      Say "neither root nor sudo: install them with apt-get, or run this as root" >&2
      exit 1
    fi
    as_root=(sudo)
    if ! sudo -n true 2> /dev/null; then
      Say "sudo may ask for a password on the terminal"
    fi
  fi
  Say "installing ${#missing[@]} Debian packages: ${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300
    -o Acquire::Retries=3)
  "${apt[@]}" update
  "${apt[@]}" install --yes --no-install-recommends "${missing[@]}" > "$root/.deps/apt.log" 2>&1 || {
    tail -20 "$root/.deps/apt.log" >&2
    Say "apt-get could not install them; its whole output is in .deps/apt.log" >&2
    exit 1
  }
  Say "Debian packages installed"
}

# The test clients. The stamp holds the digest of the pinned list, so a changed list makes a new environment.
InstallClients() {
  local venv="$root/.venv" pins stamp
  pins=$(sha256sum "$root/deps/requirements-tests.txt" | cut -d ' ' -f 1)
  stamp="$venv/firn-pins"
  if [[ -f $stamp && $(cat "$stamp") == "$pins" ]] && "$venv/bin/python" -c 'import pytest' 2> /dev/null; then
    Say "test clients are there"
    return 0
  fi
  Say "installing the test clients into .venv (one to two minutes)"
  if ! "$venv/bin/python" -m pip --version > /dev/null 2>&1; then
    rm -rf "$venv"
    python3 -m venv "$venv"
  fi
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
    --only-binary :all: --requirement "$root/deps/requirements-tests.txt"
  printf '%s\n' "$pins" > "$stamp"
  Say "test clients installed"
}

InstallPackages
if [[ $purpose != format ]]; then
  python3 "$root/deps/fetch.py" "$root/.deps"
fi
if [[ $purpose == test ]]; then
  InstallClients
  "$root/.venv/bin/python" "$root/deps/fetch_suites.py" "$root/.deps"
  "$root/.venv/bin/python" "$root/deps/fetch_clients.py" "$root/.deps"
fi
