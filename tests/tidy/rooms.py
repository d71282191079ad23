#!/usr/bin/env python3
"""Enforces src/ROOMS on every file below SRC and prints the include picture:  rooms.py SRC

A room includes rooms of lower rows, itself, and the rooms of its own row that its line names. A service never includes
another service's folder, its tests excepted: they wire what they test. Third-party headers appear only in the rooms
that own them, and their packages stand in deps/apt.txt; one that nobody owns is a package somebody happened to have.
Exit 1 names each violation."""
import collections
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')

# Third-party headers, by the start of their name: the rooms that may see them (None: all) and their Debian package.
OWNERS = {
    "CLI/": ({"cli"}, "libcli11-dev"),
    "duckdb": ({"columnar"}, None),
    "fmt/": (None, "libfmt-dev"),
    "gmock/": (None, "libgmock-dev"),
    "gtest/": (None, "libgtest-dev"),
    "openssl/": ({"base", "sys", "edge"}, "libssl-dev"),
    "pugixml": ({"format"}, "libpugixml-dev"),
    "re2/": ({"wire"}, "libre2-dev"),
    "simdjson": ({"format", "columnar"}, "libsimdjson-dev"),
    "sqlite3": ({"state"}, "libsqlite3-dev"),
    "tl/": ({"base"}, "libexpected-dev"),
    "yaml-cpp/": ({"format"}, "libyaml-cpp-dev"),
    "zlib": ({"format"}, "zlib1g-dev"),
    "zstd": ({"format"}, "libzstd-dev"),
}

# Headers of the C library, the kernel and the compiler; the C++ library's have neither point nor folder.
SYSTEM = re.compile(r"(sys|arpa|net|netinet|linux)/\w+\.h|"
                    r"(dirent|emmintrin|fcntl|immintrin|netdb|poll|pthread|signal|stdlib|strings|unistd)\.h|\w+")


class Room:
    def __init__(self, row, name, same_row, sentence):
        self.row, self.name, self.same_row, self.sentence = row, name, same_row, sentence


def read_rooms(path):
    """The rooms of src/ROOMS by name; a malformed line is a violation of its own."""
    rooms, problems = {}, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("|")]
        if len(fields) != 4 or not fields[0].isdigit():
            problems.append(f"{path}:{number}: not 'row | room | may also include | what it is'")
            continue
        if not fields[3]:
            problems.append(f"{path}:{number}: room {fields[1]} has no sentence")
        rooms[fields[1]] = Room(int(fields[0]), fields[1], set(fields[2].split()), fields[3])
    for room in rooms.values():
        for other in room.same_row:
            if other not in rooms or rooms[other].row != room.row:
                problems.append(f"{path}: room {room.name} names {other}, which is not on its row")
    return rooms, problems


def why_not(rooms, source, target):
    """Why a file at `source` may not include `target` (both relative to src, as parts), or None when it may."""
    own = rooms[source[0]]
    if len(target) < 2 or target[0] not in rooms:
        return "does not start with a room"
    other = rooms[target[0]]
    if other.name == own.name:
        apart = own.name == "services" and len(source) > 2 and len(target) > 2 and source[1] != target[1]
        if apart and not source[-1].endswith("_test.cc"):
            return f"service {source[1]} must not know service {target[1]}"
        return None
    if other.row < own.row or other.name in own.same_row:
        return None
    if other.row == own.row:
        return f"room {own.name} may not include {other.name} on its own row {own.row}"
    return f"room {own.name} (row {own.row}) may not include {other.name} (row {other.row})"


def check_file(rooms, packages, src, path, edges):
    """The violations of one file; counts the includes between rooms in `edges`."""
    source = path.relative_to(src).parts
    if source[0] not in rooms:
        return [f"{path}:1: folder {source[0]} is not a room in ROOMS"]
    problems = []
    for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        kind, name = found.groups()
        if kind == '"':
            target = pathlib.PurePosixPath(name).parts
            reason = why_not(rooms, source, target)
            if reason:
                problems.append(f"{path}:{number}: {name}: {reason}")
            elif target[0] != source[0]:
                edges[source[0]][target[0]] += 1
            continue
        owned = [OWNERS[prefix] for prefix in OWNERS if name.startswith(prefix)]
        if not owned and not SYSTEM.fullmatch(name):
            problems.append(f"{path}:{number}: <{name}> is in no list of tests/tidy/rooms.py: name its room and package")
        for owners, package in owned:
            if owners and source[0] not in owners:
                problems.append(f"{path}:{number}: <{name}> belongs to {' and '.join(sorted(owners))}")
            if package and packages and package not in packages:
                problems.append(f"{path}:{number}: <{name}>: {package} is not in deps/apt.txt")
    return problems


def picture(rooms, edges, files):
    """The rows from top to bottom; under each room what it really includes, with the number of includes."""
    lines = []
    for row in sorted({room.row for room in rooms.values()}, reverse=True):
        for room in (room for room in rooms.values() if room.row == row):
            used = ", ".join(f"{name} {count}" for name, count in sorted(edges[room.name].items()))
            count = files[room.name]
            lines.append(f"{row}  {room.name:<11}{count:4} files  -> {used or 'nothing'}")
    return "\n".join(lines)


def main():
    src = pathlib.Path(sys.argv[1])
    rooms, problems = read_rooms(src / "ROOMS")
    listed = src.resolve().parent / "deps" / "apt.txt"
    packages = set(listed.read_text().split()) if listed.exists() else set()
    edges = collections.defaultdict(collections.Counter)
    files = collections.Counter()
    for path in sorted(src.rglob("*")):
        if path.suffix in (".h", ".cc", ".inc"):
            files[path.relative_to(src).parts[0]] += 1
            problems += check_file(rooms, packages, src, path, edges)
    print(picture(rooms, edges, files))
    for problem in problems:
        print(problem)
    print(f"rooms: {sum(files.values())} files, {len(problems)} violations")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
