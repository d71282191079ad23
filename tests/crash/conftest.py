"""The fixtures of tests/conformance and the programs of tests/e2e, for tests that kill, starve and damage the program."""
import importlib.util
import pathlib
import sys

TESTS = pathlib.Path(__file__).resolve().parents[1]
for folder in ("conformance", "e2e"):
    if str(TESTS / folder) not in sys.path:
        sys.path.insert(0, str(TESTS / folder))
_spec = importlib.util.spec_from_file_location("conformance_fixtures", TESTS / "conformance" / "conftest.py")
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
own_lake = _fixtures.own_lake
pytest_runtest_makereport = _fixtures.pytest_runtest_makereport
