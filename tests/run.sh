#!/bin/bash
# Runs the tests of a finished build: CTest (unit tests and tidy), then pytest (tests/). Both run even when the first
# fails; the exit code is 0 only when neither failed and at least one test ran.
#
#   tests/run.sh BUILD [PATTERN]     PATTERN selects CTest tests by expression and Python tests by keyword
set -uo pipefail
exec < /dev/null
cd "$(dirname "$0")/.." || exit 2
build=${1:?usage: tests/run.sh BUILD [PATTERN]}
pattern=${2:-}
failed=()
ran=0

unit=(ctest --test-dir "$build" --output-on-failure --parallel "$(nproc)" --no-tests=error --timeout 600)
python=(.venv/bin/python -m pytest tests -q -ra --durations=10 -o cache_dir="$build/pytest")
if [[ -n $pattern ]]; then
  unit+=(-R "$pattern")
  python+=(-k "$pattern")
fi

echo "test: unit tests and tidy (ctest)"
if [[ -n $pattern ]] && ! ctest --test-dir "$build" -N -R "$pattern" | grep -q 'Test *#'; then
  echo "test: no CTest test matches '$pattern'"
else
  ran=1
  "${unit[@]}" || failed+=(ctest)
fi

echo "test: real clients against $build/firn (pytest)"
FIRN="$PWD/$build/firn" "${python[@]}"
status=$?
if [[ $status -eq 5 && -n $pattern ]]; then
  echo "test: no Python test matches '$pattern'"
elif [[ $status -ne 0 ]]; then
  failed+=(pytest)
else
  ran=1
fi

if [[ ${#failed[@]} -gt 0 ]]; then
  echo "test: failed: ${failed[*]}"
  exit 1
fi
if [[ $ran -eq 0 ]]; then
  echo "test: nothing matches '$pattern'"
  exit 1
fi
echo "test: all passed"
