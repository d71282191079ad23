"""The tidy programs find what they are there to find, and nothing else."""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOMS = """# row | room | may also include | what it is
0 | base     |      | ids
0 | sys      | base | clock
1 | wire     |      | protocols
4 | services |      | services
4 | converge |      | plan
"""


def lay(root, files):
    (root / "src").mkdir(parents=True)
    (root / "src" / "ROOMS").write_text(ROOMS)
    for name, text in files.items():
        path = root / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def run(program, argument):
    done = subprocess.run([sys.executable, HERE / program, argument], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def rooms(tmp_path, name, include):
    return run("rooms.py", lay(tmp_path, {name: f"#pragma once\n#include {include}\n"}) / "src")


def test_rooms_accepts_lower_rows_and_prints_the_picture(tmp_path):
    code, text = rooms(tmp_path, "wire/a.h", '"base/ids.h"')
    assert code == 0, text
    assert "1  wire          1 files  -> base 1" in text


def test_rooms_accepts_a_named_neighbour(tmp_path):
    assert rooms(tmp_path, "sys/a.h", '"base/ids.h"')[0] == 0


def test_rooms_refuses_an_unnamed_neighbour(tmp_path):
    code, text = rooms(tmp_path, "converge/a.h", '"services/glue/state.h"')
    assert code == 1
    assert "converge/a.h:2: services/glue/state.h: room converge may not include services on its own row 4" in text


def test_rooms_refuses_a_higher_row(tmp_path):
    code, text = rooms(tmp_path, "base/a.h", '"wire/http.h"')
    assert code == 1
    assert "room base (row 0) may not include wire (row 1)" in text


def test_rooms_keeps_services_apart(tmp_path):
    code, text = rooms(tmp_path, "services/glue/ops/a.cc", '"services/s3/state.h"')
    assert code == 1
    assert "service glue must not know service s3" in text
    assert "0 violations" not in text


def test_rooms_lets_the_test_of_a_service_wire_another(tmp_path):
    assert rooms(tmp_path, "services/sts/sts_test.cc", '"services/iam/iam.h"')[0] == 0


def test_rooms_lets_a_service_include_itself(tmp_path):
    assert rooms(tmp_path, "services/glue/ops/a.cc", '"services/glue/state.h"')[0] == 0


def test_rooms_refuses_relative_includes_and_unknown_folders(tmp_path):
    lay(tmp_path, {"wire/a.h": '#include "http.h"\n', "stray/b.h": ""})
    code, text = run("rooms.py", tmp_path / "src")
    assert code == 1
    assert "wire/a.h:1: http.h: does not start with a room" in text
    assert "folder stray is not a room" in text


def test_rooms_keeps_third_party_headers_at_home(tmp_path):
    code, text = rooms(tmp_path, "wire/a.h", "<CLI/CLI.hpp>")
    assert code == 1
    assert "<CLI/CLI.hpp> belongs to cli" in text


def test_rooms_refuses_a_library_that_nobody_has_named(tmp_path):
    code, text = rooms(tmp_path, "wire/a.h", "<boost/asio.hpp>")
    assert code == 1
    assert "<boost/asio.hpp> is in no list" in text
    assert rooms(tmp_path / "again", "wire/a.h", "<sys/stat.h>")[0] == 0


def text_of(tmp_path, name, text):
    return run("text.py", lay(tmp_path, {name: text, f"{name.split('/')[0]}/README.md": "what belongs here\n"}))


def test_text_accepts_clean_code(tmp_path):
    code, text = text_of(tmp_path, "wire/a.h", "#pragma once\n// std::thread in a comment is fine\n")
    assert code == 0, text


def test_text_refuses_guarded_words_outside_their_rooms(tmp_path):
    code, text = text_of(tmp_path, "wire/a.cc", "std::thread t;\nstd::this_thread::sleep_for(x);\nstd::ofstream f;\n")
    assert code == 1
    for line, word in ((1, "std::thread"), (2, "sleep_for"), (3, "std::ofstream")):
        assert f"src/wire/a.cc:{line}: {word}" in text


def test_text_allows_guarded_words_in_sys_and_in_tests(tmp_path):
    assert text_of(tmp_path, "sys/a.cc", "std::thread t;\n")[0] == 0


def test_text_refuses_machine_paths_and_registry_hosts(tmp_path):
    code, text = text_of(tmp_path, "wire/a.cc", '// see /ro' 'ot/notes and files.py' 'pi.org\nauto arn = "iam::1:root/x";\n')
    assert code == 1
    assert "a.cc:1: a path of one machine" in text
    assert "a.cc:1: a registry's host name" in text
    assert "a.cc:2" not in text


def test_text_wants_pragma_once_and_a_short_readme(tmp_path):
    lay(tmp_path, {"wire/a.h": "int x;\n", "wire/README.md": "line\n" * 41, "base/b.h": "#pragma once\n"})
    code, text = run("text.py", tmp_path)
    assert code == 1
    assert "src/wire/a.h:1: a header without #pragma once" in text
    assert "src/wire/README.md: over 40 lines" in text
    assert "src/base/README.md: missing" in text
