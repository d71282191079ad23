"""The S3 Tables Iceberg REST endpoint itself: its calls, every commit requirement, AWS's refusals."""
import json
import urllib.parse
import uuid

import pytest
from harness import allow, assume, make_role, unique, unique_

SCHEMA = {"type": "struct", "schema-id": 0, "fields": [
    {"id": 1, "name": "id", "type": "long", "required": True}, {"id": 2, "name": "name", "type": "string", "required": False}]}


class Rest:
    def __init__(self, lake, arn):
        self.lake, self.arn = lake, arn
        self.prefix = "/iceberg/v1/" + urllib.parse.quote(arn, safe="")

    def call(self, method, path, body=None, **more):
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if data else {}
        return self.lake.signed("s3tables", method, self.prefix + path, data, headers, **more)

    def load(self, space, name="t"):
        answer = self.call("GET", f"/namespaces/{space}/tables/{name}")
        assert answer.status == 200, answer.text
        return answer.json

    def commit(self, space, requirements, updates, name="t"):
        return self.call("POST", f"/namespaces/{space}/tables/{name}", {
            "identifier": {"namespace": [space], "name": name}, "requirements": requirements, "updates": updates})


@pytest.fixture(scope="module")
def rest(lake):
    return Rest(lake, lake.client("s3tables").create_table_bucket(name=unique("tb"))["arn"])


@pytest.fixture
def space(rest):
    name = unique_("ns")
    assert rest.call("POST", "/namespaces", {"namespace": [name], "properties": {}}).status == 200
    return name


@pytest.fixture
def loaded(rest, space):
    answer = rest.call("POST", f"/namespaces/{space}/tables", {"name": "t", "schema": SCHEMA})
    assert answer.status == 200, answer.text
    return answer.json


def is_error(answer, status, kind=None):
    error = answer.json["error"]
    assert (answer.status, error["code"]) == (status, status), answer.text
    assert error["message"]
    if kind:
        assert error["type"] == kind, answer.text


SET = [{"action": "set-properties", "updates": {"k": "v"}}]


def test_config_names_the_prefix(lake, rest):
    answer = lake.signed("s3tables", "GET", "/iceberg/v1/config?warehouse=" + urllib.parse.quote(rest.arn, safe=""))
    assert answer.status == 200
    values = {**answer.json["defaults"], **answer.json["overrides"]}
    assert urllib.parse.unquote(values["prefix"]) == rest.arn
    assert answer.headers["x-amzn-requestid"]


def test_config_of_a_missing_bucket_is_refused(lake, rest):
    missing = urllib.parse.quote(rest.arn + "-missing", safe="")
    is_error(lake.signed("s3tables", "GET", "/iceberg/v1/config?warehouse=" + missing), 404)
    is_error(lake.signed("s3tables", "GET", "/iceberg/v1/config"), 400)
    is_error(lake.signed("s3tables", "GET", "/iceberg/v1/config?warehouse=nonsense"), 400)


def test_prefix_may_leave_colons_raw(lake, rest, space):
    path = f"/iceberg/v1/{rest.arn.replace('/', '%2F')}/namespaces"
    answer = lake.signed("s3tables", "GET", path)
    assert answer.status == 200 and [space] in answer.json["namespaces"]


def test_namespaces(rest, space):
    assert [space] in rest.call("GET", "/namespaces").json["namespaces"]
    assert rest.call("GET", f"/namespaces/{space}").json["namespace"] == [space]
    assert rest.call("HEAD", f"/namespaces/{space}").status == 204
    assert rest.call("HEAD", "/namespaces/missing").status == 404
    assert rest.call("DELETE", f"/namespaces/{space}").status == 204
    is_error(rest.call("GET", f"/namespaces/{space}"), 404, "NoSuchNamespaceException")
    is_error(rest.call("DELETE", f"/namespaces/{space}"), 404, "NoSuchNamespaceException")


def test_bad_namespaces_are_refused(rest, space):
    is_error(rest.call("POST", "/namespaces", {"namespace": [space]}), 409, "AlreadyExistsException")
    for levels in (["a", "b"], [], ["Upper"], ["hy-phen"], [""]):
        is_error(rest.call("POST", "/namespaces", {"namespace": levels}), 400)
    is_error(rest.call("POST", "/namespaces", b"{"), 400)
    is_error(rest.call("POST", "/namespaces", {}), 400)


def test_full_namespace_cannot_be_dropped(rest, space, loaded):
    is_error(rest.call("DELETE", f"/namespaces/{space}"), 409)
    assert rest.load(space)


def test_table_is_listed_and_loaded(rest, space, loaded):
    assert rest.call("GET", f"/namespaces/{space}/tables").json["identifiers"] == [{"namespace": [space], "name": "t"}]
    assert rest.call("HEAD", f"/namespaces/{space}/tables/t").status == 204
    assert rest.call("HEAD", f"/namespaces/{space}/tables/none").status == 404
    again = rest.load(space)
    assert again["metadata-location"] == loaded["metadata-location"]
    assert again["metadata"] == loaded["metadata"]
    assert again["metadata"]["format-version"] == 2
    is_error(rest.call("GET", f"/namespaces/{space}/tables/none"), 404, "NoSuchTableException")


def test_table_is_dropped_only_with_purge(rest, space, loaded):
    is_error(rest.call("DELETE", f"/namespaces/{space}/tables/none?purgeRequested=true"), 404, "NoSuchTableException")
    assert rest.call("DELETE", f"/namespaces/{space}/tables/t?purgeRequested=True").status == 204
    is_error(rest.call("GET", f"/namespaces/{space}/tables/t"), 404, "NoSuchTableException")


def test_rename(rest, space, loaded):
    move = {"source": {"namespace": [space], "name": "t"}, "destination": {"namespace": [space], "name": "u"}}
    assert rest.call("POST", "/tables/rename", move).status == 204
    assert rest.load(space, "u")["metadata"]["table-uuid"] == loaded["metadata"]["table-uuid"]
    is_error(rest.call("POST", "/tables/rename", move), 404, "NoSuchTableException")


def test_bad_tables_are_refused_and_make_nothing(rest, space):
    path = f"/namespaces/{space}/tables"
    for body in ({"name": "x"}, {"schema": SCHEMA}, {"name": "Upper", "schema": SCHEMA},
                 {"name": "x", "schema": {"type": "struct", "fields": [{"id": 1, "name": "a", "type": "nope", "required": True}]}},
                 {"name": "x", "schema": SCHEMA, "stage-create": True},
                 {"name": "x", "schema": SCHEMA, "partition-spec": {"spec-id": 0, "fields": [
                     {"source-id": 9, "field-id": 1000, "transform": "identity", "name": "p"}]}}):
        is_error(rest.call("POST", path, body), 400)
    is_error(rest.call("POST", path, b"not json"), 400)
    is_error(rest.call("POST", "/namespaces/missing_ns/tables", {"name": "x", "schema": SCHEMA}), 404,
             "NoSuchNamespaceException")
    assert rest.call("GET", path).json["identifiers"] == []


def test_second_table_of_a_name_is_refused(rest, space, loaded):
    is_error(rest.call("POST", f"/namespaces/{space}/tables", {"name": "t", "schema": SCHEMA}), 409, "AlreadyExistsException")


def test_commit_publishes_new_metadata(rest, space, loaded):
    answer = rest.commit(space, [{"type": "assert-table-uuid", "uuid": loaded["metadata"]["table-uuid"]}], SET)
    assert answer.status == 200, answer.text
    assert answer.json["metadata"]["properties"]["k"] == "v"
    assert answer.json["metadata-location"] != loaded["metadata-location"]
    again = rest.load(space)
    assert again["metadata-location"] == answer.json["metadata-location"]
    assert again["metadata"]["metadata-log"][-1]["metadata-file"] == loaded["metadata-location"]


@pytest.mark.parametrize("requirement", [
    {"type": "assert-create"}, {"type": "assert-table-uuid", "uuid": str(uuid.UUID(int=7))},
    {"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": 42},
    {"type": "assert-last-assigned-field-id", "last-assigned-field-id": 99},
    {"type": "assert-current-schema-id", "current-schema-id": 99},
    {"type": "assert-last-assigned-partition-id", "last-assigned-partition-id": 5000},
    {"type": "assert-default-spec-id", "default-spec-id": 99}, {"type": "assert-default-sort-order-id", "default-sort-order-id": 99}])
def test_every_requirement_is_checked(rest, space, loaded, requirement):
    is_error(rest.commit(space, [requirement], SET), 409, "CommitFailedException")
    assert rest.load(space)["metadata-location"] == loaded["metadata-location"]


def test_requirements_that_hold_pass(rest, space, loaded):
    metadata = loaded["metadata"]
    answer = rest.commit(space, [
        {"type": "assert-table-uuid", "uuid": metadata["table-uuid"]},
        {"type": "assert-ref-snapshot-id", "ref": "main", "snapshot-id": None},
        {"type": "assert-last-assigned-field-id", "last-assigned-field-id": 2},
        {"type": "assert-current-schema-id", "current-schema-id": metadata["current-schema-id"]},
        {"type": "assert-last-assigned-partition-id", "last-assigned-partition-id": metadata["last-partition-id"]},
        {"type": "assert-default-spec-id", "default-spec-id": metadata["default-spec-id"]},
        {"type": "assert-default-sort-order-id", "default-sort-order-id": metadata["default-sort-order-id"]}], SET)
    assert answer.status == 200, answer.text


@pytest.mark.parametrize("update", [
    {"action": "make-coffee"}, {"action": "set-current-schema", "schema-id": 99}, {"action": "set-default-spec", "spec-id": 99},
    {"action": "set-location", "location": "s3://elsewhere/x"}, {"action": "upgrade-format-version", "format-version": 1},
    {"action": "set-snapshot-ref", "ref-name": "main", "type": "branch", "snapshot-id": 42}, {},
    {"action": "add-spec", "spec": {"spec-id": 1, "fields": [
        {"source-id": 77, "field-id": 1000, "transform": "identity", "name": "p"}]}}])
def test_updates_without_sense_are_refused_and_change_nothing(rest, space, loaded, update):
    answer = rest.commit(space, [], SET + [update])
    assert answer.status == 400, answer.text
    is_error(answer, 400)
    assert rest.load(space)["metadata-location"] == loaded["metadata-location"]


def test_commit_to_a_missing_table_is_refused(rest, space):
    is_error(rest.commit(space, [], SET, "none"), 404, "NoSuchTableException")


def test_malformed_commits_are_refused(rest, space, loaded):
    path = f"/namespaces/{space}/tables/t"
    for body in (b"", b"{", b"[]", {"updates": []}, {"requirements": []}, {"requirements": 1, "updates": 2},
                 {"requirements": [{"type": "assert-nothing"}], "updates": SET}):
        is_error(rest.call("POST", path, body), 400)
    assert rest.load(space)["metadata-location"] == loaded["metadata-location"]


def test_what_s3_tables_does_not_serve_is_refused(rest, space, loaded):
    for method, path in (("GET", f"/namespaces/{space}/views"), ("POST", f"/namespaces/{space}/register")):
        answer = rest.call(method, path, {} if method == "POST" else None)
        assert 400 <= answer.status < 500, path
        assert answer.json["error"]["message"]


def test_table_without_metadata_cannot_be_loaded(lake, rest, space):
    lake.client("s3tables").create_table(tableBucketARN=rest.arn, namespace=space, name="bare", format="ICEBERG")
    is_error(rest.call("GET", f"/namespaces/{space}/tables/bare"), 400)


def test_unsigned_and_forged_requests_are_refused(lake, rest):
    answer = lake.raw("GET", rest.prefix + "/namespaces")
    assert answer.status == 403
    answer = rest.call("GET", "/namespaces", secret="wrong")
    assert answer.status == 403
    assert "signature" in answer.text.lower()


def test_caller_needs_the_documented_actions(lake, rest, space, loaded):
    path = f"/namespaces/{space}/tables/t"
    session = assume(lake, make_role(lake, allow("s3tables:GetTableMetadataLocation", "s3tables:GetTable")))
    answer = lake.signed("s3tables", "GET", rest.prefix + path, headers={"X-Amz-Security-Token": session["SessionToken"]},
                         key=session["AccessKeyId"], secret=session["SecretAccessKey"])
    is_error(answer, 403)
    assert "s3tables:GetTableData" in answer.text
