"""Two thousand random policy questions, answered by firn's policy simulator and by principalmapper.

The simulator asks the engine that decides every request, so this is a second opinion on the engine. `cases.py` says which
questions are left out because AWS's documentation is not on principalmapper's side; any other difference fails.
"""
import collections
import json
import pathlib
import subprocess
import sys

import pytest
from cases import Cases

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "conformance"))
from harness import Lake  # noqa: E402

SEED, CASES = 20261121, 2000


@pytest.fixture(scope="module")
def iam(tmp_path_factory):
    lake = Lake(tmp_path_factory.mktemp("lake"))
    lake.start()
    yield lake.client("iam")
    lake.stop()


def opinions(cases):
    done = subprocess.run([sys.executable, pathlib.Path(__file__).with_name("oracle.py")], input=json.dumps(cases),
                          capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ask(iam, case):
    bounds = {"PermissionsBoundaryPolicyInputList": [json.dumps(case["boundary"])]} if case["boundary"] else {}
    answer = iam.simulate_custom_policy(
        PolicyInputList=[json.dumps(policy) for policy in case["identity"]], ActionNames=[case["action"]],
        ResourceArns=[case["resource"]], **bounds, ContextEntries=[
            {"ContextKeyName": key, "ContextKeyValues": [value], "ContextKeyType": "string"}
            for key, value in case["context"].items()])
    return answer["EvaluationResults"][0]["EvalDecision"]


def test_two_thousand_decisions(iam):
    dice = Cases(SEED)
    cases = [dice.case() for _ in range(CASES)]
    wanted = opinions(cases)
    counts = collections.Counter(wanted)
    assert min(counts[decision] for decision in ("allowed", "explicitDeny", "implicitDeny")) > CASES // 20, counts
    differ = []
    for case, want in zip(cases, wanted):
        got = ask(iam, case)
        if got != want:
            differ.append(f"principalmapper says {want}, firn says {got}: {json.dumps(case)}")
    assert not differ, f"{len(differ)} of {CASES} differ:\n" + "\n".join(differ[:5])
