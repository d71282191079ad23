#!/usr/bin/env python3
"""Prints the five slowest steps of the last build, from Ninja's own log:  slowest.py BUILD

Steps under five seconds are not worth a line, so a warm build prints nothing."""
import pathlib
import sys


def steps(log):
    """The (seconds, output) pairs of the last build in a Ninja log: start times begin anew with every build."""
    last, previous_end = {}, 0
    for line in log.read_text().splitlines()[1:]:
        start, end, _, output, command = line.split("\t")[:5]
        if int(end) < previous_end:
            last = {}
        previous_end = int(end)
        last[command] = ((int(end) - int(start)) / 1000, output)
    return sorted(last.values(), reverse=True)


def main():
    build = pathlib.Path(sys.argv[1])
    log = build / ".ninja_log"
    if not log.exists():
        return
    # Only a build that has just run is worth reporting.
    if log.stat().st_mtime < (build / "firn").stat().st_mtime - 60:
        return
    slow = [(seconds, output) for seconds, output in steps(log)[:5] if seconds >= 5]
    for seconds, output in slow:
        name = output.split("CMakeFiles/")[-1].split(".dir/")[-1].removesuffix(".o")
        print(f"build: {seconds:6.1f} s  {name}")


if __name__ == "__main__":
    main()
