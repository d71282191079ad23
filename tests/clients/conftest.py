"""The fixtures of tests/conformance, for the clients of other languages."""
import importlib.util
import pathlib
import sys

CONFORMANCE = pathlib.Path(__file__).resolve().parents[1] / "conformance"
if str(CONFORMANCE) not in sys.path:
    sys.path.insert(0, str(CONFORMANCE))
_spec = importlib.util.spec_from_file_location("conformance_fixtures", CONFORMANCE / "conftest.py")
_fixtures = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_fixtures)
lake, own_lake = _fixtures.lake, _fixtures.own_lake
pytest_runtest_makereport = _fixtures.pytest_runtest_makereport
