"""Fixtures: a running lake per test module, and one of its own for tests that stop or kill it."""
import pytest
from harness import Lake


def run_lake(folder):
    lake = Lake(folder)
    lake.start()
    yield lake
    code = lake.stop()
    assert code == 0, f"firn serve ended with {code}:\n{lake.tail()}"


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """A lake shared by the tests of one file; they keep apart by unique names."""
    yield from run_lake(tmp_path_factory.mktemp("lake"))


@pytest.fixture
def own_lake(tmp_path):
    """A lake that one test may stop, kill and start; whatever runs at the end is ended."""
    lake = Lake(tmp_path)
    lake.start()
    yield lake
    lake.kill()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    lake = item.funcargs.get("own_lake") or item.funcargs.get("lake") if hasattr(item, "funcargs") else None
    if report.failed and lake is not None:
        report.sections.append(("firn serve", lake.tail(1500)))
