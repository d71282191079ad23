"""AWS SDK for JavaScript v3: typed errors, timestamps, checksums, and the way of the data from put to query. See js/."""
import pytest
from foreign import HERE, Outcome, installed, operation, operations, steps_in

PROGRAM = HERE / "js" / "lake.mjs"
MARKS = {"athena: work groups hold primary": operations(operation("athena", "list_work_groups"))}


@pytest.fixture(scope="module")
def outcome(lake):
    return Outcome(lake, ["node", PROGRAM], MODULES=str(installed("js", "node_modules")))


@pytest.mark.parametrize("step", steps_in(PROGRAM, marks=MARKS))
def test_step(outcome, step):
    outcome.check(step)
