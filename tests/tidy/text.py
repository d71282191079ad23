#!/usr/bin/env python3
"""Enforces the rules that a reader of plain text can check, on every text file of a checkout:  text.py ROOT

Errors (exit 1): machine paths, registry hosts, threads, sleeps, wall clock, randomness or file streams outside the
rooms that own them, a header without #pragma once, a to-do note, a room without README.md or with one over 40 lines.
Warnings: files over 600 lines, functions over 70 lines, lines over 100 columns."""
import os
import pathlib
import re
import sys

SKIPPED = {".git", ".deps", ".venv", ".demo", "node_modules", "__pycache__"}
TEXT = {".h", ".cc", ".py", ".sh", ".md", ".txt", ".in", ".json", ".cmake", ".yaml", ".yml", ".golden", ".html", ".js",
        ".css", ".sql", ""}
CODE = {".h", ".cc"}
FILE_LINES_MAX, FUNCTION_LINES_MAX, COLUMNS_MAX, README_LINES_MAX = 600, 70, 100, 40

MACHINE_PATH = re.compile(r"(?<![\w.}<)\]*/])/(?:work|root|home)/")
# Written in pieces, so that this file passes its own rule.
REGISTRIES = re.compile("|".join(re.escape(first + second) for first, second in (
    ("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"), ("crates", ".io"),
    ("maven", ".org"), ("deb.debian", ".org"), ("proxy.golang", ".org"))))
NOTE = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX)\b")

# What only these rooms may do directly; everywhere else it goes through sys. Tests are free.
GUARDED = (
    (re.compile(r"\bstd::j?thread\b"), {"sys", "edge"}, "threads are made through sys"),
    (re.compile(r"\bsleep_(?:for|until)\b|\busleep\s*\("), {"sys", "edge"}, "waiting goes through sys"),
    (re.compile(r"\b(?:system|steady|high_resolution)_clock\b"), {"sys", "edge"}, "time comes from sys::Clock"),
    (re.compile(r"\brandom_device\b"), {"sys", "edge"}, "randomness comes from sys"),
    (re.compile(r"\bstd::[io]?fstream\b|#\s*include\s*<fstream>"), {"sys", "edge"}, "files are read through sys"),
)
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
COMMENT = re.compile(r"//.*")
FUNCTION = re.compile(r"^[A-Za-z~].*\{$")
NOT_FUNCTION = re.compile(r"^(?:namespace|extern|class|struct|enum|union|template|using|typedef)\b|=\s*\{$")


def files_of(root):
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in SKIPPED and not name.startswith("build"))
        for name in sorted(files):
            path = pathlib.Path(folder, name)
            if path.suffix in TEXT and name not in SKIPPED and not path.is_symlink():
                yield path


def check_words(path, relative, lines, errors):
    for number, line in enumerate(lines, 1):
        if MACHINE_PATH.search(line):
            errors.append(f"{relative}:{number}: a path of one machine")
        if REGISTRIES.search(line):
            errors.append(f"{relative}:{number}: a registry's host name")
        if path.suffix in CODE | {".py", ".sh", ".cmake"} and NOTE.search(line):
            errors.append(f"{relative}:{number}: a note of unfinished work")


def check_code(relative, lines, errors, warnings):
    room = relative.parts[1] if len(relative.parts) > 2 and relative.parts[0] == "src" else ""
    is_test = relative.name.endswith("_test.cc") or "testing" in relative.parts
    if relative.suffix == ".h" and not any(line.strip() == "#pragma once" for line in lines):
        errors.append(f"{relative}:1: a header without #pragma once")
    wide = [number for number, line in enumerate(lines, 1) if len(line) > COLUMNS_MAX]
    if wide:
        warnings.append(f"{relative}:{wide[0]}: {len(wide)} lines over {COLUMNS_MAX} columns")
    opened = 0
    for number, line in enumerate(lines, 1):
        bare = COMMENT.sub("", STRING.sub('""', line))
        for pattern, rooms, reason in GUARDED:
            if room and room not in rooms and not is_test and pattern.search(bare):
                errors.append(f"{relative}:{number}: {pattern.search(bare).group()}: {reason}")
        if FUNCTION.match(line) and not NOT_FUNCTION.search(line):
            opened = number
        elif line == "}" and opened:
            if number - opened + 1 > FUNCTION_LINES_MAX:
                warnings.append(f"{relative}:{opened}: a function of {number - opened + 1} lines")
            opened = 0


def check_readmes(root, errors):
    for line in (root / "src" / "ROOMS").read_text().splitlines():
        if not line[:1].isdigit():
            continue
        room = root / "src" / line.split("|")[1].strip()
        if not any(room.rglob("*.cc")) and not any(room.rglob("*.h")):
            continue
        readme = room / "README.md"
        if not readme.exists():
            errors.append(f"src/{room.name}/README.md: missing")
        elif len(readme.read_text().splitlines()) > README_LINES_MAX:
            errors.append(f"src/{room.name}/README.md: over {README_LINES_MAX} lines")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    errors, warnings, count = [], [], 0
    for path in files_of(root):
        relative = path.relative_to(root)
        lines = path.read_text(errors="replace").splitlines()
        count += 1
        check_words(path, relative, lines, errors)
        if relative.suffix in CODE | {".py", ".cmake"} and len(lines) > FILE_LINES_MAX:
            warnings.append(f"{relative}:1: {len(lines)} lines")
        if relative.suffix in CODE:
            check_code(relative, lines, errors, warnings)
    check_readmes(root, errors)
    for warning in warnings:
        print(f"warning: {warning}")
    for error in errors:
        print(error)
    print(f"text: {count} files, {len(errors)} errors, {len(warnings)} warnings")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
