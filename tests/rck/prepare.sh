#!/bin/bash
# Brings the compatibility suite onto this machine: its artefacts from Maven Central into .deps/rck, its classes compiled
# beside them. Repeatable; what is there for this pom and these sources is left alone.
set -euo pipefail
exec < /dev/null
here=$(cd "$(dirname "$0")" && pwd)
deps=$(cd "$here/../.." && pwd)/.deps/rck
mkdir -p "$deps"
exec 9> "$deps/lock"
flock 9

Digest() { cat "$@" | sha256sum | cut -d ' ' -f 1; }

if [[ ! -f $deps/artefacts || $(cat "$deps/artefacts") != $(Digest "$here/pom.xml") ]]; then
  echo "rck: fetching the artefacts of Iceberg's test suite (a minute, once)"
  rm -rf "$deps/lib" "$deps/classes" "$deps/artefacts" "$deps/compiled"
  mvn --quiet --batch-mode --no-transfer-progress --file "$here/pom.xml" -Dmaven.repo.local="$deps/repository" \
    dependency:copy-dependencies -DoutputDirectory="$deps/lib"
  Digest "$here/pom.xml" > "$deps/artefacts"
fi
sources=("$here"/java/rck/*.java)
if [[ ! -f $deps/compiled || $(cat "$deps/compiled") != $(Digest "${sources[@]}") ]]; then
  rm -rf "$deps/classes"
  javac -nowarn -cp "$deps/lib/*" -d "$deps/classes" "${sources[@]}"
  Digest "${sources[@]}" > "$deps/compiled"
fi
