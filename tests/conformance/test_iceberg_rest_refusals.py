"""What the S3 Tables Iceberg REST endpoint refuses, in Iceberg's own error types, and that it changes nothing by it."""
import json
import urllib.parse

import pytest
from harness import unique

SCHEMA = {"type": "struct", "schema-id": 0, "fields": [
    {"id": 1, "name": "id", "type": "long", "required": True}, {"id": 2, "name": "name", "type": "string", "required": False}]}
FIELD = {"id": 1, "name": "a", "type": "long", "required": False}


class Rest:
    def __init__(self, lake):
        self.lake, self.tables = lake, lake.client("s3tables")
        self.arn = self.tables.create_table_bucket(name=unique("tb"))["arn"]
        self.prefix = "/iceberg/v1/" + urllib.parse.quote(self.arn, safe="")
        assert self.call("POST", "/namespaces", {"namespace": ["ns"]}).status == 200
        assert self.call("POST", "/namespaces/ns/tables", {"name": "t", "schema": SCHEMA}).status == 200

    def call(self, method, path, body=None):
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.lake.signed("s3tables", method, self.prefix + path, data,
                                {"Content-Type": "application/json"} if data else {})

    def state(self):
        spaces = self.call("GET", "/namespaces").json
        tables = [self.call("GET", f"/namespaces/{name}/tables").json for (name,) in spaces["namespaces"]]
        return spaces, tables, self.call("GET", "/namespaces/ns/tables/t").json


@pytest.fixture(scope="module")
def rest(lake):
    return Rest(lake)


def make(**more):
    return {"name": "x", "schema": SCHEMA, **more}


def of_type(kind, **more):
    return make(schema={"type": "struct", "fields": [{**FIELD, "type": kind, **more}]}, properties={"format-version": "3"})


def commit(*updates, requirements=()):
    return {"requirements": list(requirements), "updates": list(updates)}


TABLES = "/namespaces/ns/tables"
MALFORMED, UNSUPPORTED = "BadRequestException", "UnsupportedOperationException"
NO_TABLE, NO_SPACE = "NoSuchTableException", "NoSuchNamespaceException"
MOVE = {"source": {"namespace": ["ns"], "name": "t"}, "destination": {"namespace": ["ns"], "name": "u"}}

CASES = {
    # What S3 Tables does not offer
    "views": ("GET", "/namespaces/ns/views", None, 400, UNSUPPORTED),
    "a view": ("GET", "/namespaces/ns/views/v", None, 400, UNSUPPORTED),
    "making a view": ("POST", "/namespaces/ns/views", {"name": "v"}, 400, UNSUPPORTED),
    "transactions": ("POST", "/transactions/commit", {"table-changes": []}, 400, UNSUPPORTED),
    "registering": ("POST", "/namespaces/ns/register", {"name": "x", "metadata-location": "s3://x/y"}, 400, UNSUPPORTED),
    "metrics": ("POST", TABLES + "/t/metrics", {}, 400, UNSUPPORTED),
    "credentials": ("GET", TABLES + "/t/credentials", None, 400, UNSUPPORTED),
    "planning": ("POST", TABLES + "/t/plan", {}, 400, UNSUPPORTED),
    "tokens": ("POST", "/oauth/tokens", b"grant_type=client_credentials", 400, UNSUPPORTED),
    "properties of namespaces": ("POST", "/namespaces/ns/properties", {"updates": {"a": "b"}}, 400, UNSUPPORTED),
    "namespace with properties": ("POST", "/namespaces", {"namespace": ["p"], "properties": {"a": "b"}}, 400, MALFORMED),
    "namespace of two levels": ("POST", "/namespaces", {"namespace": ["a", "b"]}, 400, MALFORMED),
    "staged creation": ("POST", TABLES, make(**{"stage-create": True}), 400, MALFORMED),
    "other methods": ("PUT", TABLES, make(), 400, UNSUPPORTED),
    "nothing at all": ("GET", "", None, 400, UNSUPPORTED),
    # What is not there
    "missing table": ("GET", TABLES + "/none", None, 404, NO_TABLE),
    "metadata table": ("GET", "/namespaces/ns%1Ft/tables/snapshots", None, 404, NO_TABLE),
    "namespace that cannot be": ("GET", "/namespaces/non-existing", None, 404, NO_SPACE),
    "tables of none": ("GET", "/namespaces/non-existing/tables", None, 404, NO_SPACE),
    "table in none": ("POST", "/namespaces/non-existing/tables", make(), 404, NO_SPACE),
    "table of none": ("DELETE", "/namespaces/none/tables/t?purgeRequested=true", None, 404, NO_TABLE),
    "parent of none": ("GET", "/namespaces?parent=none", None, 404, NO_SPACE),
    "rename of nothing": ("POST", "/tables/rename", {**MOVE, "source": {"namespace": ["ns"], "name": "none"}}, 404, NO_TABLE),
    "rename to nowhere": ("POST", "/tables/rename", {**MOVE, "destination": {"namespace": ["none"], "name": "u"}}, 404, NO_SPACE),
    # What is in the way
    "second namespace": ("POST", "/namespaces", {"namespace": ["ns"]}, 409, "AlreadyExistsException"),
    "second table": ("POST", TABLES, make(name="t"), 409, "AlreadyExistsException"),
    "full namespace": ("DELETE", "/namespaces/ns", None, 409, "NamespaceNotEmptyException"),
    "rename onto itself": ("POST", "/tables/rename", {**MOVE, "destination": MOVE["source"]}, 409, "AlreadyExistsException"),
    "failed requirement": ("POST", TABLES + "/t", commit(requirements=[{"type": "assert-create"}]), 409, "CommitFailedException"),
    # What makes no sense
    "no json": ("POST", TABLES, b"{", 400, MALFORMED),
    "a list": ("POST", TABLES, b"[]", 400, MALFORMED),
    "nothing": ("POST", TABLES, b"", 400, MALFORMED),
    "deep nesting": ("POST", TABLES, b'{"name":' + b"[" * 5000 + b"]" * 5000 + b"}", 400, MALFORMED),
    "name of a number": ("POST", TABLES, make(name=7), 400, MALFORMED),
    "name in upper case": ("POST", TABLES, make(name="Upper"), 400, MALFORMED),
    "property of a number": ("POST", TABLES, make(properties={"a": 1}), 400, MALFORMED),
    "schema of text": ("POST", TABLES, make(schema="long"), 400, MALFORMED),
    "schema without fields": ("POST", TABLES, make(schema={"type": "struct"}), 400, MALFORMED),
    "spec of nothing": ("POST", TABLES, make(**{"partition-spec": {"spec-id": 0, "fields": [{}]}}), 400, MALFORMED),
    "order of nothing": ("POST", TABLES, make(**{"write-order": {"order-id": 1, "fields": [{}]}}), 400, MALFORMED),
    "format of tomorrow": ("POST", TABLES, make(properties={"format-version": "9"}), 400, MALFORMED),
    "default of a column": ("POST", TABLES, of_type("long", **{"initial-default": 1, "write-default": 1}), 400, MALFORMED),
    "nanoseconds": ("POST", TABLES, of_type("timestamp_ns"), 400, MALFORMED),
    "variant": ("POST", TABLES, of_type("variant"), 400, MALFORMED),
    "added variant": ("POST", TABLES + "/t", commit({"action": "add-schema", "schema": {
        "type": "struct", "schema-id": 1, "fields": SCHEMA["fields"] + [{**FIELD, "id": 3, "type": "variant"}]}}), 400, MALFORMED),
    "page of none": ("GET", "/namespaces?pageSize=0", None, 400, MALFORMED),
    "page of text": ("GET", TABLES + "?pageSize=ten", None, 400, MALFORMED),
    "token of nobody": ("GET", TABLES + "?pageToken=nonsense", None, 400, MALFORMED),
    "bad escapes": ("GET", "/namespaces/%zz", None, 400, MALFORMED),
}


@pytest.mark.parametrize("name", CASES)
def test_refused_with_icebergs_error_and_nothing_changed(rest, name):
    method, path, body, status, kind = CASES[name]
    before = rest.state()
    answer = rest.call(method, path, body)
    error = answer.json["error"]
    assert (answer.status, error["code"], error["type"]) == (status, status, kind), answer.text
    assert error["message"]
    assert rest.state() == before


def test_words_are_those_that_engines_look_for(rest):
    for method, path, body, message in (
            ("GET", TABLES + "/none", None, "Table does not exist: ns.none"),
            ("GET", "/namespaces/none", None, "Namespace does not exist: none"),
            ("POST", TABLES, make(name="t"), "Table already exists: ns.t"),
            ("POST", "/namespaces", {"namespace": ["ns"]}, "Namespace already exists: ns"),
            ("DELETE", "/namespaces/ns", None, "Namespace is not empty: ns")):
        assert rest.call(method, path, body).json["error"]["message"] == message


def test_newest_column_can_be_dropped(rest):
    assert rest.call("POST", TABLES, make(name="narrow")).status == 200
    answer = rest.call("POST", TABLES + "/narrow", commit(
        {"action": "add-schema", "last-column-id": 1, "schema": {"type": "struct", "fields": SCHEMA["fields"][:1]}},
        {"action": "set-current-schema", "schema-id": -1}))
    assert answer.status == 200, answer.text
    assert answer.json["metadata"]["last-column-id"] == 2
    assert rest.call("DELETE", TABLES + "/narrow?purgeRequested=true").status == 204


def test_a_drop_must_ask_for_the_purge_when_told_to(tmp_path):
    from harness import Lake
    lake = Lake(tmp_path, "--strict-purge")
    lake.start()
    try:
        rest = Rest(lake)
        for query in ("", "?purgeRequested=false"):
            answer = rest.call("DELETE", TABLES + "/t" + query)
            assert (answer.status, answer.json["error"]["type"]) == (400, MALFORMED)
        assert rest.call("DELETE", TABLES + "/t?purgeRequested=True").status == 204
    finally:
        lake.kill()
