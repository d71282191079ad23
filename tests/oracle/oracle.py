"""Asks principalmapper, in a process of its own, what policies decide.

Reads a JSON list of cases on standard input and prints a JSON list of "allowed", "explicitDeny" or "implicitDeny".
A case has `identity` (policies), `boundary` (a policy or null), `action`, `resource` and `context` (key to value).
principalmapper knows statements; how policies of several sorts come together is AWS's rule, written here once more.
"""
import collections
import collections.abc
import json
import sys

for moved in ("Mapping", "MutableMapping"):  # principalmapper is older than their move
    setattr(collections, moved, getattr(collections.abc, moved))
from principalmapper.querying.local_policy_simulation import policy_has_matching_statement  # noqa: E402
from principalmapper.util.case_insensitive_dict import CaseInsensitiveDict  # noqa: E402


def decide(case):
    asked = case["action"], case["resource"], CaseInsensitiveDict(case["context"])

    def says(policy, effect):
        return policy_has_matching_statement(policy, effect, *asked)
    bounds = [case["boundary"]] if case["boundary"] else []
    if any(says(policy, "Deny") for policy in case["identity"] + bounds):
        return "explicitDeny"
    if not all(says(policy, "Allow") for policy in bounds):
        return "implicitDeny"
    return "allowed" if any(says(policy, "Allow") for policy in case["identity"]) else "implicitDeny"


json.dump([decide(case) for case in json.load(sys.stdin)], sys.stdout)
